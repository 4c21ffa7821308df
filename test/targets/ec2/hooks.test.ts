import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';
import { filesOf, type Options } from './support';

const GROUP = 'orders-api-production';

/** An instance on which CodeDeploy has downloaded a bundle. `DESTDIR` is the root of its file system. */
class Instance {
  public readonly shell = new Shell(temporaryFolder());
  public readonly root = join(this.shell.folder, 'root');

  public constructor(private readonly options: Options = {}) {
    this.shell.program('systemctl');
    this.shell.program('sleep');
    this.shell.program('curl');
    mkdirSync(join(this.root, 'run'), { recursive: true });
  }

  /** Unpacks the bundle of a deployment. */
  public download(deployment: string, files: Record<string, string> = {}): string {
    const archive = join(this.shell.folder, deployment);
    const generated = Object.entries(filesOf(this.options)).filter(([path]) => path.startsWith('deploy/'));
    for (const [path, text] of [...generated, ...Object.entries({ 'index.js': deployment, ...files })]) {
      mkdirSync(dirname(join(archive, path)), { recursive: true });
      writeFileSync(join(archive, path), text);
    }
    return archive;
  }

  /** Runs a script like the agent does: as a program, in any folder. */
  public hook(name: string, deployment: string, env: Record<string, string> = {}) {
    const script = join(this.shell.folder, deployment, 'deploy/scripts', `${name}.sh`);
    chmodSync(script, 0o755);
    return this.shell.run([script], {
      DESTDIR: this.root,
      DEPLOYMENT_ID: deployment,
      DEPLOYMENT_GROUP_NAME: GROUP,
      ...env,
    });
  }

  public install(deployment: string, files: Record<string, string> = {}) {
    this.download(deployment, files);
    return this.hook('install', deployment);
  }

  public read(path: string): string {
    return readFileSync(join(this.root, path), 'utf-8');
  }
}

describe('install.sh', () => {
  test('puts the revision in its own folder and makes it the current one', () => {
    const instance = new Instance();
    const { status, output, calls } = instance.install('d-1', { 'assets/a b.txt': 'x' });
    expect(output).toContain('Installed d-1.\n');
    expect(status).toBe(0);
    expect(readlinkSync(join(instance.root, 'opt/orders-api/current'))).toBe(
      join(instance.root, 'opt/orders-api/releases/d-1'),
    );
    expect(instance.read('opt/orders-api/current/index.js')).toBe('d-1');
    expect(instance.read('opt/orders-api/current/assets/a b.txt')).toBe('x');
    expect(instance.read('etc/systemd/system/orders-api.service')).toContain(
      'WorkingDirectory=/opt/orders-api/current',
    );
    expect(existsSync(join(instance.root, 'var/log/orders-api'))).toBe(true);
    expect(calls.filter((call) => call.startsWith('systemctl'))).toEqual(['systemctl daemon-reload']);
  });

  test('uses the variables of the environment that the deployment group belongs to', () => {
    const instance = new Instance({
      environments: [
        { name: 'test', environmentVariables: { LEVEL: 'debug' } },
        { name: 'production', environmentVariables: { LEVEL: 'info' } },
      ],
    });
    instance.download('d-1');
    expect(instance.hook('install', 'd-1', { DEPLOYMENT_GROUP_NAME: 'orders-api-test' }).status).toBe(0);
    expect(instance.read('opt/orders-api/current/deploy/environment')).toContain('LEVEL="debug"\n');
    instance.download('d-2');
    expect(instance.hook('install', 'd-2').status).toBe(0);
    expect(instance.read('opt/orders-api/current/deploy/environment')).toContain('LEVEL="info"\n');
  });

  test('fails for another deployment group, and keeps the current revision', () => {
    const instance = new Instance();
    instance.install('d-1');
    instance.download('d-2');
    const { status, output } = instance.hook('install', 'd-2', { DEPLOYMENT_GROUP_NAME: 'other' });
    expect(status).toBe(1);
    expect(output).toContain('The bundle contains no environment for the deployment group other.');
    expect(instance.read('opt/orders-api/current/index.js')).toBe('d-1');
  });

  test('replaces the revision, and keeps the newest three', () => {
    const instance = new Instance();
    for (const [i, deployment] of ['d-1', 'd-2', 'd-3', 'd-4', 'd-5'].entries()) {
      expect(instance.install(deployment).status).toBe(0);
      instance.shell.run([`touch -d @${1000 + i} ${instance.root}/opt/orders-api/releases/${deployment}`], {});
    }
    expect(instance.read('opt/orders-api/current/index.js')).toBe('d-5');
    expect(readdirSync(join(instance.root, 'opt/orders-api/releases')).sort()).toEqual(['d-3', 'd-4', 'd-5']);
    expect(readdirSync(join(instance.root, 'opt/orders-api')).sort()).toEqual(['current', 'releases']);
  });

  test('installs the same deployment again', () => {
    const instance = new Instance();
    instance.install('d-1', { 'old.js': '' });
    instance.shell.run([`rm ${instance.shell.folder}/d-1/old.js`], {});
    expect(instance.install('d-1').status).toBe(0);
    expect(existsSync(join(instance.root, 'opt/orders-api/current/old.js'))).toBe(false);
  });
});

describe('start.sh and stop.sh', () => {
  test('restart the service with systemd', () => {
    const instance = new Instance({ terminationHook: true });
    instance.download('d-1');
    expect(instance.hook('start', 'd-1').calls.filter((call) => call.startsWith('systemctl'))).toEqual([
      'systemctl enable orders-api.service',
      'systemctl restart orders-api.service',
    ]);
    expect(instance.hook('stop', 'd-1').calls.at(-1)).toBe('systemctl stop orders-api.service');
  });

  test('fail if the service does not start, but not if it does not stop', () => {
    const instance = new Instance({ terminationHook: true });
    instance.shell.program('systemctl', 'exit 1');
    instance.download('d-1');
    expect(instance.hook('start', 'd-1').status).not.toBe(0);
    expect(instance.hook('stop', 'd-1').status).toBe(0);
  });
});

describe('validate.sh', () => {
  test('succeeds when the service responds', () => {
    const instance = new Instance({ port: 8080, healthCheckPath: '/ready' });
    instance.shell.program('curl', '[ $(grep -c ^curl calls) -ge 3 ]');
    instance.download('d-1');
    const { status, calls } = instance.hook('validate', 'd-1');
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith('curl'))).toHaveLength(3);
    expect(calls.find((call) => call.startsWith('curl'))).toContain('http://127.0.0.1:8080/ready');
    expect(calls.at(-1)).toBe('systemctl is-active --quiet orders-api.service');
  });

  test('fails with the end of the log if the service does not respond', () => {
    const instance = new Instance();
    instance.install('d-1');
    writeFileSync(join(instance.root, 'var/log/orders-api/service.log'), 'Error: no database\n');
    instance.shell.program('curl', 'exit 22');
    const { status, output, calls } = instance.hook('validate', 'd-1');
    expect(status).toBe(1);
    expect(output).toContain('http://127.0.0.1:3000/health does not respond.');
    expect(output).toContain('Error: no database');
    expect(calls.filter((call) => call === 'sleep 2')).toHaveLength(60);
  });

  test('fails if another program responds', () => {
    const instance = new Instance();
    instance.shell.program('systemctl', 'exit 3');
    instance.download('d-1');
    expect(instance.hook('validate', 'd-1').status).not.toBe(0);
  });
});

describe('secrets.sh', () => {
  const OPTIONS: Options = {
    secrets: {
      API_KEY: { ssmParameter: '/orders/api-key' },
      PASSWORD: { secretsManager: 'orders/database' },
    },
  };

  test('writes the values of the environment to a file that systemd reads', () => {
    const instance = new Instance(OPTIONS);
    instance.shell.program('aws', String.raw`case "$1" in ssm) echo 'a"b$c\d' ;; *) printf 'one\ntwo\n' ;; esac`);
    instance.install('d-1');
    const { status, calls } = instance.hook('secrets', 'd-1');
    expect(status).not.toBe(0);
    expect(calls.filter((call) => call.startsWith('aws'))).toEqual([]);

    const installed = instance.shell.run([`bash ${instance.root}/opt/orders-api/current/deploy/scripts/secrets.sh`], {
      DESTDIR: instance.root,
    });
    expect(installed.status).toBe(0);
    expect(instance.read('run/orders-api-secrets.env')).toBe(
      `${String.raw`API_KEY="a\"b\$c\\d"`}\nPASSWORD="one\ntwo"\n`,
    );
    expect(installed.calls.filter((call) => call.startsWith('aws'))).toEqual([
      'aws ssm get-parameter --region us-east-1 --name arn:aws:ssm:us-east-1:111122223333:parameter/orders/api-key --with-decryption --query Parameter.Value --output text',
      'aws secretsmanager get-secret-value --region us-east-1 --secret-id arn:aws:secretsmanager:us-east-1:111122223333:secret:orders/database --query SecretString --output text',
    ]);
  });

  test('fails if a value cannot be read, so that the service does not start without it', () => {
    const instance = new Instance(OPTIONS);
    instance.shell.program('aws', 'exit 254');
    instance.install('d-1');
    const run = instance.shell.run([`bash ${instance.root}/opt/orders-api/current/deploy/scripts/secrets.sh`], {
      DESTDIR: instance.root,
    });
    expect(run.status).not.toBe(0);
    expect(existsSync(join(instance.root, 'run/orders-api-secrets.env'))).toBe(false);
  });
});

const whereZipExists = isInstalled('zip') && isInstalled('unzip') ? test : test.skip;

whereZipExists('the stored bundle contains all that the scripts need', () => {
  const instance = new Instance({ secrets: { KEY: { ssmParameter: '/key' } } });
  const { shell } = instance;
  instance.download('project');
  const project = join(shell.folder, 'project');
  mkdirSync(join(project, 'dist'));
  mkdirSync(join(project, 'infra'));
  writeFileSync(join(project, 'dist/index.js'), 'console.log(1)');
  writeFileSync(
    join(project, 'infra/bundle.sh'),
    filesOf({ secrets: { KEY: { ssmParameter: '/key' } } })['infra/bundle.sh']!,
  );
  shell.program(
    'aws',
    `case "$2" in head-object) exit 1 ;; put-object) cp "\${10}" ${shell.folder}/bundle.zip ;; get-parameter) echo 42 ;; esac`,
  );
  expect(shell.run([`cd ${project}`, 'bash infra/bundle.sh'], {}).output).toMatch(/^[0-9a-f]{64}\.zip$/m);
  shell.run([`unzip -q ${shell.folder}/bundle.zip -d ${shell.folder}/d-1`], {});

  const appspec = readFileSync(join(shell.folder, 'd-1/appspec.yml'), 'utf-8');
  const locations = [...appspec.matchAll(/location: (.+)/g)].map(([, path]) => path!);
  expect(locations).toHaveLength(3);
  for (const location of locations) {
    const name = /([a-z]+)\.sh$/.exec(location)![1]!;
    expect(location).toBe(`deploy/scripts/${name}.sh`);
    expect(instance.hook(name, 'd-1').status).toBe(0);
  }
  expect(instance.read('opt/orders-api/current/index.js')).toBe('console.log(1)');

  const unit = instance.read('etc/systemd/system/orders-api.service');
  const [, script] = /^ExecStartPre=\+\/bin\/bash (.+)$/m.exec(unit)!;
  expect(shell.run([`bash ${instance.root}${script}`], { DESTDIR: instance.root }).status).toBe(0);
  for (const [, file] of unit.matchAll(/^EnvironmentFile=-?(.+)$/gm)) {
    expect(existsSync(join(instance.root, file!))).toBe(true);
  }
  expect(instance.read('run/orders-api-secrets.env')).toBe('KEY="42"\n');
});
