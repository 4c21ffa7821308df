import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EC2_DELIVERY } from '../../../src/delivery/ec2';
import { renderInfra } from '../../../src/delivery/infra';
import { Ec2DeploymentMode } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';
import { temporaryFolder } from '../../support/project';
import { isInstalled, Shell } from '../../support/shell';
import { filesOf, modelOf, type Options } from './support';

const OPTIONS: Options = {
  deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH,
  imageId: 'ami-0123456789abcdef0',
  environments: [{ name: 'staging' }, { name: 'production' }],
  environmentVariables: { GREETING: 'hello' },
  secrets: { KEY: { ssmParameter: '/key' } },
};

const INSTANCE = 'i-0123456789abcdef0';

/** The user data in the template, with the value of the parameter. */
function userDataWith(bundleKey: string): string {
  const model = modelOf(OPTIONS);
  const { sources } = renderInfra(model, EC2_DELIVERY.compose(model));
  const template = new InfraApp(sources).template('orders-api-production-service');
  const { UserData } = propertiesOf(template, 'AWS::EC2::LaunchTemplate', 'LaunchTemplate').LaunchTemplateData;
  const parts: (string | { Ref: string })[] = UserData['Fn::Base64']['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : part.Ref === 'BundleKey' ? bundleKey : '?')).join('');
}

/** A new instance. All of its paths are in a temporary folder, and AWS and systemd are stand-ins. */
class NewInstance {
  public readonly shell = new Shell(temporaryFolder());
  public readonly root = join(this.shell.folder, 'root');

  public constructor(userData: string, bundle: string) {
    const { shell, root } = this;
    for (const folder of ['etc/logrotate.d', 'opt/aws/bin', 'run', 'tmp', 'var/tmp', 'var/lib/cloud/data', 'var/log']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    const agent = join(root, 'opt/aws/amazon-cloudwatch-agent');
    mkdirSync(join(agent, 'bin'), { recursive: true });
    mkdirSync(join(agent, 'etc'));
    writeFileSync(join(root, 'var/lib/cloud/data/instance-id'), `${INSTANCE}\n`);
    for (const name of ['dnf', 'systemctl', 'sleep', 'curl', 'cfn-signal', 'amazon-cloudwatch-agent-ctl']) {
      shell.program(name);
    }
    shell.program('aws', `case "$1 $2" in "s3 cp") cp "${bundle}" "\${@: -1}" ;; esac`);
    copyFileSync(join(shell.folder, 'amazon-cloudwatch-agent-ctl'), join(agent, 'bin/amazon-cloudwatch-agent-ctl'));
    copyFileSync(join(shell.folder, 'cfn-signal'), join(root, 'opt/aws/bin/cfn-signal'));
    writeFileSync(
      join(shell.folder, 'user-data'),
      userData.replace(/(?<=[\s"'=>]|file:)\/(?=(opt|var|etc|tmp|run)\/)/g, `${root}/`),
    );
  }

  public start() {
    return this.shell.run(['bash user-data'], { DESTDIR: this.root });
  }

  public read(path: string): string {
    return readFileSync(join(this.root, path), 'utf-8');
  }
}

const whereZipExists = isInstalled('zip') && isInstalled('unzip') ? describe : describe.skip;

whereZipExists('a new instance', () => {
  const project = temporaryFolder();
  const bundle = join(project, 'bundle.zip');
  let key: string;
  let userData: string;

  beforeAll(() => {
    for (const [path, text] of Object.entries({ ...filesOf(OPTIONS), 'dist/index.js': 'console.log(1)' })) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const shell = new Shell(project);
    shell.program('aws', `case "$2" in head-object) exit 1 ;; put-object) cp "\${10}" ${bundle} ;; esac`);
    key = /^[0-9a-f]{64}\.zip$/m.exec(shell.run(['bash infra/bundle.sh'], {}).output)![0];
    userData = userDataWith(key);
  });

  afterAll(removeOutdirs);

  const lifecycle = (calls: readonly string[]) => calls.filter((call) => call.includes('complete-lifecycle-action'));

  test('downloads the bundle, checks its hash, installs the unit, and starts the service', () => {
    const instance = new NewInstance(userData, bundle);
    const { status, output, calls } = instance.start();
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('/var/tmp/bundle.zip: OK') });
    const release = `opt/orders-api/releases/${key.replace('.zip', '')}`;
    expect(createHash('sha256').update(readFileSync(bundle)).digest('hex')).toBe(key.replace('.zip', ''));
    expect(readlinkSync(join(instance.root, 'opt/orders-api/current'))).toBe(join(instance.root, release));
    expect(instance.read(`${release}/index.js`)).toBe('console.log(1)');
    expect(instance.read(`${release}/deploy/environment`)).toContain('GREETING="hello"\n');
    expect(existsSync(join(instance.root, 'var/tmp/bundle.zip'))).toBe(false);
    const unit = instance.read('etc/systemd/system/orders-api.service');
    for (const [, file] of unit.matchAll(/^EnvironmentFile=(\/.+)$/gm)) {
      expect(existsSync(join(instance.root, file!))).toBe(true);
    }
    expect(calls.filter((call) => call.startsWith('systemctl'))).toEqual([
      'systemctl daemon-reload',
      'systemctl enable orders-api.service',
      'systemctl restart orders-api.service',
      'systemctl is-active --quiet orders-api.service',
    ]);
    expect(calls.find((call) => call.startsWith('dnf'))).toMatch(
      /^dnf install -y .*aws-cfn-bootstrap .*unzip nodejs24$/,
    );
  });

  test('is in service when the service responds, and CloudFormation goes on', () => {
    const { calls } = new NewInstance(userData, bundle).start();
    const curl = calls.findIndex((call) => call.startsWith('curl'));
    expect(calls[curl]).toContain('http://127.0.0.1:3000/health');
    expect(lifecycle(calls)).toEqual([
      `aws autoscaling complete-lifecycle-action --region us-east-1 --auto-scaling-group-name orders-api-production-instances --lifecycle-hook-name service-started --instance-id ${INSTANCE} --lifecycle-action-result CONTINUE`,
    ]);
    expect(calls.indexOf(lifecycle(calls)[0]!)).toBeGreaterThan(curl);
    expect(calls.find((call) => call.startsWith('cfn-signal'))).toMatch(
      /^cfn-signal --stack orders-api-production-service --resource InstancesASG\w+ --region us-east-1 -e 0$/,
    );
  });

  test('writes the secrets of its environment before the service starts', () => {
    const instance = new NewInstance(userData, bundle);
    instance.start();
    const [, script] = /^ExecStartPre=\+\/bin\/bash (.+)$/m.exec(
      instance.read('etc/systemd/system/orders-api.service'),
    )!;
    instance.shell.program('aws', 'echo 42');
    expect(instance.shell.run([`bash ${instance.root}${script}`], { DESTDIR: instance.root }).status).toBe(0);
    expect(instance.read('run/orders-api-secrets.env')).toBe('KEY="42"\n');
  });

  test('sends the log of a failed start to CloudWatch', () => {
    const instance = new NewInstance(userData, bundle);
    instance.start();
    const config = JSON.parse(instance.read('opt/aws/amazon-cloudwatch-agent/etc/config.json'));
    expect(
      config.logs.logs_collected.files.collect_list.map((file: { log_stream_name: string }) => file.log_stream_name),
    ).toEqual(['{instance_id}', '{instance_id}/start']);
  });

  test.each<readonly [string, (instance: NewInstance) => void, string]>([
    [
      'the bundle has another hash',
      ({ shell }) => shell.program('aws', 'case "$1 $2" in "s3 cp") echo other > "${@: -1}" ;; esac'),
      'FAILED',
    ],
    ['the bundle cannot be downloaded', ({ shell }) => shell.program('aws', '[ "$1" != s3 ]'), ''],
    ['a package cannot be installed', ({ shell }) => shell.program('dnf', 'exit 1'), ''],
    ['the service does not respond', ({ shell }) => shell.program('curl', 'exit 7'), 'does not respond'],
    ['systemd cannot start the service', ({ shell }) => shell.program('systemctl', '[ "$1" != restart ]'), ''],
  ])('is terminated if %s', (_why, change, message) => {
    const instance = new NewInstance(userData, bundle);
    change(instance);
    const { status, output, calls } = instance.start();
    expect(status).not.toBe(0);
    expect(output).toContain(message);
    expect(lifecycle(calls)[0]).toMatch(/--lifecycle-action-result ABANDON$/);
    expect(calls.find((call) => call.startsWith('cfn-signal'))).toMatch(/ -e [1-9]\d*$/);
  });
});
