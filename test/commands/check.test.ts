import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { type ConfigError, DeliveryRules, EcsDelivery } from '../../src';
import { commandOf } from '../../src/commands/command';
import { reportOfError } from '../../src/commands/run';
import { standardOf } from '../standard/support';
import { MINIMAL_OPTIONS } from '../support/model';
import { filesIn, temporaryFolder } from '../support/project';

const TODAY = String(Date.parse('2027-01-15T12:00:00Z') / 1000);
const CONFIG = `new EcsDelivery(project, {
  cpu: 512,
  logRetentionDays: 30,
  standard,
});
`;
const standard = standardOf({
  rules: [DeliveryRules.minimumLogRetention({ days: 90 }), DeliveryRules.requiredTags({ keys: ['team'] })],
});
const OPTIONS = { imageBuild: { testCommands: ['npm test'] }, cpu: 512, logRetentionDays: 30, memory: 1024 };

let folder: string;

beforeEach(() => {
  process.env.SOURCE_DATE_EPOCH = TODAY;
  folder = temporaryFolder();
  writeFileSync(join(folder, '.projenrc.js'), CONFIG);
});
afterEach(() => {
  for (const name of ['SOURCE_DATE_EPOCH', 'PROJEN_AWS_DELIVERY']) {
    delete process.env[name];
  }
});

function create(options: object, change?: (delivery: EcsDelivery) => void): Project {
  const project = new Project({ name: 'orders-api', outdir: folder, logging: { level: LogLevel.OFF } });
  change?.(new EcsDelivery(project, { ...MINIMAL_OPTIONS, ...OPTIONS, ...options }));
  return project;
}

/** Runs a command in the project, and returns what it prints. */
function run(name: string, args: string[], options: object, change: (delivery: EcsDelivery) => void = () => {}) {
  const before = filesIn(folder);
  process.env.PROJEN_AWS_DELIVERY = name;
  const argv = process.argv;
  process.argv = ['node', join(folder, '.projenrc.js'), ...args];
  const printed: string[] = [];
  const capture = (text: unknown) => printed.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(capture),
  );
  try {
    create(options, change).synth();
    return { text: printed.join(''), code: process.exitCode };
  } finally {
    for (const spy of spies) {
      spy.mockRestore();
    }
    delete process.env.PROJEN_AWS_DELIVERY;
    process.argv = argv;
    process.exitCode = undefined;
    // A command never changes a file.
    expect(filesIn(folder)).toEqual(before);
  }
}

const check = (options: object = {}, change?: (delivery: EcsDelivery) => void) => run('check', [], options, change);

describe('delivery:check', () => {
  test('reports no findings if everything is up to date', () => {
    create({}, () => {}).synth();
    const { text, code } = check();
    expect(text).toMatch(/^Checked \d+ generated files of orders-api\.\n0 errors, 0 warnings, 0 waived\.\n$/);
    expect(code).toBe(0);
  });

  test('reports all findings at once, with file and line', () => {
    create({}, () => {}).synth();
    writeFileSync(join(folder, 'Dockerfile'), `${filesIn(folder).Dockerfile}# edited\n`);
    rmSync(join(folder, 'DELIVERY.md'));
    const waivers = [{ rule: 'required-tags', reason: 'New team', owner: 'orders', expires: '2027-12-31' }];
    const { text, code } = check({ standard, waivers, cpu: 256 }, (delivery) => {
      delivery.dockerfile!.replace('EXPOSE 3000', 'EXPOSE 3001');
    });
    const lines = text.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(
        /^Dockerfile:\d+: error: Container port: Dockerfile says "3001" .*\[contradicting-value\]$/,
      ),
      '.projenrc.js:3: error: logRetentionDays: is 30, but logs must be kept for at least 90 days in the production environment. Set it to 90 or more. [minimum-log-retention]',
    ]);
    expect(lines).toContain(
      'DELIVERY.md: error: DELIVERY.md: does not exist. Run npx projen, and commit the file. [missing-file]',
    );
    expect(text).toMatch(
      /\nDockerfile:\d+: error: Dockerfile: was edited manually\. Change \.projenrc\.js instead, and run npx projen\. \[edited-file\]\n/,
    );
    expect(text).toMatch(
      /\ntask-definition\.json:\d+: error: task-definition\.json: is not up to date\. Run npx projen, and commit the file\. \[outdated-file\]\n/,
    );
    expect(text).toContain(
      '\n.projenrc.js:1: waived until 2027-12-31 by orders (New team): tags: does not contain the required tag team. Add team. [required-tags]\n',
    );
    expect(text).toContain('against the standard acme 3.2.0.\n');
    expect(code).toBe(1);
  });

  test('reports files that are no longer generated', () => {
    create({}, () => {}).synth();
    expect(check({ codePipeline: { enabled: false } }).text).toContain(
      'buildspec.yml: error: buildspec.yml: is no longer generated. Run npx projen, which deletes it, and commit the change. [orphaned-file]\n',
    );
  });

  test('reports an existing file and an expired waiver', () => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');
    const waivers = [{ rule: 'required-tags', reason: 'New team', owner: 'orders', expires: '2026-12-31' }];
    const { text } = check({ standard, waivers });
    expect(text).toContain('[existing-file]');
    expect(text).toContain('[expired-waiver]');
  });

  test('checks subprojects, and prints paths relative to the root', () => {
    process.env.PROJEN_AWS_DELIVERY = 'check';
    const root = new Project({ name: 'root', outdir: folder, logging: { level: LogLevel.OFF } });
    const parent = { parent: root, outdir: 'services/orders', logging: { level: LogLevel.OFF } };
    const disabled = { githubActions: { enabled: false } };
    new EcsDelivery(new Project({ name: 'orders-api', ...parent }), { ...MINIMAL_OPTIONS, ...OPTIONS, ...disabled });
    const before = filesIn(folder);
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const argv = process.argv;
    process.argv = ['node', '.projenrc.js'];
    root.synth();
    const text = write.mock.calls.join('');
    write.mockRestore();
    process.argv = argv;
    process.exitCode = undefined;
    expect(text).toContain('services/orders/Dockerfile: error: Dockerfile: does not exist.');
    const task = root.subprojects[0]!.tasks.tryFind('delivery:check')!;
    expect(task.cwd).toBe('../..');
    expect(task.steps).toEqual([{ exec: 'npx projen delivery:check', receiveArgs: true }]);
    expect(filesIn(folder)).toEqual(before);
  });

  test('reports a config that is not valid', () => {
    let error: unknown;
    try {
      new EcsDelivery(new Project({ name: 'orders-api', outdir: folder }), { ...MINIMAL_OPTIONS, cpu: 3 });
    } catch (caught) {
      error = caught;
    }
    expect(reportOfError(error as ConfigError, join(folder, '.projenrc.js')).findings).toEqual([
      expect.objectContaining({ line: 2, severity: 'error', file: expect.stringMatching(/\.projenrc\.js$/) }),
    ]);
  });

  test('has four formats', () => {
    const formatOf = (...args: string[]) => commandOf({ PROJEN_AWS_DELIVERY: 'check' }, args);
    for (const name of ['text', 'github', 'sarif', 'json']) {
      expect(formatOf('--format', name)).toEqual(formatOf(`--format=${name}`));
    }
    expect(() => formatOf('--format', 'xml')).toThrow(
      'Unknown argument: --format xml. Usage: npx projen delivery:check [--format text|github|sarif|json]',
    );
    for (const name of ['constructor', 'toString', '__proto__']) {
      expect(() => formatOf('--format', name)).toThrow(`Unknown argument: --format ${name}.`);
    }
    expect(() => formatOf('sarif')).toThrow('Unknown argument: sarif.');
    expect(() => formatOf('--format')).toThrow('Unknown argument: --format.');
  });
});

describe('delivery:explain', () => {
  test('shows the documentation and the default', () => {
    expect(run('explain', ['nodeVersion'], {}).text).toBe(`\
nodeVersion: string
  The major version of Node.js in the buildspec, the workflows, and a generated Dockerfile.
  The CodeBuild image must support it.
  Default: "24"

In orders-api:
  "24" (default)
`);
  });

  test('shows who sets the value of each environment, and what the standard allows', () => {
    const options = {
      cpu: undefined,
      memory: 2048,
      environments: [{ name: 'staging' }, { name: 'production', logRetentionDays: 365 }],
      standard: standardOf({
        url: 'https://acme.example/delivery',
        bounds: [{ option: 'logRetentionDays', minimum: 30, reason: 'Audits need them.' }],
        ecs: { defaults: { cpu: 512 }, fixed: { environments: [{ name: 'production', cpu: 1024 }] } },
        defaults: { awsRegion: 'eu-central-1' },
        allowed: [{ option: 'awsRegion', values: ['eu-central-1', 'eu-west-1'], environments: ['production'] }],
        reasons: { cpu: 'Load tests need it.' },
      }),
    };
    const explained = (option: string) => {
      const { text } = run('explain', [option], options);
      return text.slice(text.indexOf('In orders-api'));
    };
    expect(explained('logRetentionDays')).toBe(`\
In orders-api:
  staging: 30 (set in .projenrc.js)
  production: 365 (set in .projenrc.js, for this environment)

The standard acme 3.2.0:
  Allowed: 30 or more. Audits need them.
  Contact: #platform on Slack. See https://acme.example/delivery.
`);
    expect(explained('cpu')).toBe(`\
In orders-api:
  staging: 512 (set by the standard acme 3.2.0)
  production: 1024 (set by the standard acme 3.2.0, for this environment)

The standard acme 3.2.0:
  Fixed in production: 1024. A repository cannot change it. Load tests need it.
  Default: 512. To change it, set cpu; to remove it, add "cpu" to unset. Load tests need it.
  Contact: #platform on Slack. See https://acme.example/delivery.
`);
    expect(explained('awsRegion')).toContain('  Allowed in production: "eu-central-1", "eu-west-1".\n');
    expect(explained('branch')).toContain('  Any value that the option supports.\n');
  });

  test('knows who sets a key of a map', () => {
    const options = {
      standard: standardOf({ fixed: { tags: { 'cost-center': '1' } } }),
      environments: [{ name: 'staging' }, { name: 'production' }],
      tags: { 'cost-unit': '2' },
    };
    const { text } = run('explain', ['tags.cost-center'], options);
    expect(text).toBe(`\
tags.cost-center: string

In orders-api:
  "1" (set by the standard acme 3.2.0)

The standard acme 3.2.0:
  Fixed: "1". A repository cannot change it.
  Contact: #platform on Slack.
`);
    expect(run('explain', ['tags.cost-unit'], options).text).toContain('"2" (set in .projenrc.js)');
    expect(run('explain', ['tags.other-key'], options).text).toContain('not set (default)');
  });

  test('suggests a name for an unknown option', () => {
    const problem = (option: string) => run('explain', [option], {});
    expect(problem('cpuu')).toEqual({ text: 'cpuu is not a known option. Did you mean cpu?\n', code: 1 });
    expect(problem('loadBalancer.certificate').text).toBe(
      'loadBalancer.certificate is not a known option. Did you mean loadBalancer.certificateArn?\n',
    );
    expect(() => commandOf({ PROJEN_AWS_DELIVERY: 'explain' }, [])).toThrow(
      'Usage: npx projen delivery:explain <option>',
    );
  });
});

test('a command that does not exist', () => {
  for (const name of ['chekc', '', 'toString']) {
    expect(() => commandOf({ PROJEN_AWS_DELIVERY: name }, [])).toThrow(
      `PROJEN_AWS_DELIVERY: ${JSON.stringify(name)} is not a known command. Use check, explain, changes, or migrate, or unset the variable.`,
    );
  }
  expect(commandOf({}, [])).toBeUndefined();
});

test('the tasks run the config', () => {
  const project = create({}, () => {});
  project.synth();
  const task = (name: string) => project.tasks.tryFind(name)!;
  expect(task('delivery:check').steps).toEqual([{ exec: 'node .projenrc.js', receiveArgs: true }]);
  expect(task('delivery:changes').steps).toEqual([{ exec: 'node .projenrc.js', receiveArgs: true }]);
  expect(task('delivery:explain').steps).toEqual([{ exec: 'node .projenrc.js', receiveArgs: true }]);
  expect(task('delivery:migrate').steps).toEqual([{ exec: 'node .projenrc.js', receiveArgs: true }]);
  expect(filesIn(folder)['.projen/tasks.json']).toContain('"PROJEN_AWS_DELIVERY": "check"');
});
