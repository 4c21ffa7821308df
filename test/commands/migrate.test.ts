import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { EcsDelivery } from '../../src';
import { commandOf } from '../../src/commands/command';
import { describeMigration, migrateConfig } from '../../src/commands/migrate';
import { withCurrentNames, withCurrentPaths } from '../../src/model/renamed-options';
import { configWith, problemsOf, standardOf } from '../standard/support';
import { MINIMAL_OPTIONS } from '../support/model';
import { filesIn, temporaryFolder } from '../support/project';

const RENAMES = [
  { path: 'cpus', name: 'cpu', since: '2.0.0' },
  { path: 'alarms.topic', name: 'topicArn', since: '2.0.0' },
];

/** Migrates a config that evaluates to the options. */
function migrate(source: string, options: object, unset: readonly string[] = []) {
  const { renamed } = withCurrentNames(options, '', RENAMES);
  const paths = withCurrentPaths(unset, 'unset', RENAMES);
  return migrateConfig(source, [...renamed, ...paths.renamed]);
}

describe('the text of a config', () => {
  test('changes only where a delivery sets an option with its old name', () => {
    const source = `import { EcsDelivery } from 'projen-aws-delivery';
// cpus: number of CPU units
const cpus = 1024;
const other = new Other({ cpus: 1, alarms: { topic: 'x' } });
new EcsDelivery(project, {
  awsAccount: '111122223333',
  cpus, // cpus
  'alarms' : { "topic":'cpus' },
\tenvironments: [ { name: 'test', alarms: { topic: \`\${cpus}\` } }, { name: 'production', cpus : 2048 } ],
  unset: ['alarms.topic'],
  buildArgs: { cpus: '3' },
});
`;
    const options = {
      cpus: 1024,
      alarms: { topic: 'cpus' },
      environments: [{ alarms: { topic: '1024' } }, { cpus: 2048 }],
      buildArgs: { cpus: '3' },
    };
    const migration = migrate(source, options, ['alarms.topic']);
    expect(migration.source).toBe(
      source
        .replace('  cpus, // cpus', '  cpu: cpus, // cpus')
        .replace('"topic":', '"topicArn":')
        .replace('topic: `', 'topicArn: `')
        .replace('cpus : 2048', 'cpu : 2048')
        .replace("['alarms.topic']", "['alarms.topicArn']"),
    );
    expect(describeMigration(migration, '.projenrc.ts', true)).toBe(`\
.projenrc.ts:7: Renamed cpus to cpu.
.projenrc.ts:8: Renamed alarms.topic to topicArn.
.projenrc.ts:9: Renamed environments[0].alarms.topic to topicArn.
.projenrc.ts:9: Renamed environments[1].cpus to cpu.
.projenrc.ts:10: Renamed unset[0] to alarms.topicArn.
`);
  });

  test('stays the same if the option is set elsewhere', () => {
    const source =
      "const common = { cpus: 2 };\nnew EcsDelivery(project, { awsAccount: '111122223333', ...common });\n";
    const migration = migrate(source, { cpus: 2 });
    expect(migration.source).toBe(source);
    expect(describeMigration(migration, '.projenrc.js', true)).toBe(
      '.projenrc.js: cpus is not in an object literal of a delivery. Rename cpus to cpu where you set it.\n',
    );
  });

  test('is migrated once', () => {
    const source = "new EcsDelivery(project, { awsAccount: '111122223333', cpus: 2 });\n";
    const first = migrate(source, { cpus: 2 });
    expect(describeMigration(first, '.projenrc.ts', false)).toBe('.projenrc.ts:1: Would rename cpus to cpu.\n');
    const second = migrate(first.source, { cpu: 2 });
    expect(second).toEqual({ source: first.source, changes: [], missing: [] });
    expect(describeMigration(second, '.projenrc.ts', true)).toBe(
      '.projenrc.ts uses the current name of every option.\n',
    );
  });
});

describe('a project', () => {
  const CONFIG = "new EcsDelivery(project, {\n  awsAccount: '111122223333',\n  deploymentTimeout: 12,\n});\n";
  const OPTIONS = { ...MINIMAL_OPTIONS, deploymentTimeout: 12 } as typeof MINIMAL_OPTIONS;
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder, '.projenrc.js'), CONFIG);
  });
  afterEach(() => {
    delete process.env.PROJEN_AWS_DELIVERY;
  });

  const config = () => readFileSync(join(folder, '.projenrc.js'), 'utf-8');

  function synthesize(options: typeof MINIMAL_OPTIONS) {
    const project = new Project({ name: 'orders-api', outdir: folder, logging: { level: LogLevel.OFF } });
    const warn = jest.spyOn(project.logger, 'warn').mockReturnValue();
    const delivery = new EcsDelivery(project, options);
    project.synth();
    return { delivery, warnings: warn.mock.calls.map(([text]) => String(text)) };
  }

  function run(name: string, ...args: string[]) {
    process.env.PROJEN_AWS_DELIVERY = name;
    const argv = process.argv;
    process.argv = ['node', join(folder, '.projenrc.js'), ...args];
    const printed: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    try {
      synthesize(OPTIONS);
      return { text: printed.join(''), code: process.exitCode };
    } finally {
      write.mockRestore();
      process.argv = argv;
      process.exitCode = undefined;
    }
  }

  test('reads an old name, and warns', () => {
    const { delivery, warnings } = synthesize(OPTIONS);
    const { delivery: current } = synthesize({ ...MINIMAL_OPTIONS, deploymentTimeoutMinutes: 12 });
    expect(delivery.releaseScript?.content).toBe(current.releaseScript?.content);
    expect(warnings).toContain(
      'deploymentTimeout: was renamed to deploymentTimeoutMinutes in version 0.0.0. To rename it in .projenrc.js, run npx projen delivery:migrate. [renamed-option]',
    );
  });

  test('shows the old name in delivery:check', () => {
    expect(run('check').text).toContain('.projenrc.js:3: warning: deploymentTimeout: was renamed to');
  });

  test('renames the option on request', () => {
    expect(run('migrate', '--check')).toEqual({
      text: '.projenrc.js:3: Would rename deploymentTimeout to deploymentTimeoutMinutes.\n',
      code: 1,
    });
    expect(config()).toBe(CONFIG);
    expect(run('migrate')).toEqual({
      text: '.projenrc.js:3: Renamed deploymentTimeout to deploymentTimeoutMinutes.\n',
      code: 0,
    });
    expect(filesIn(folder)).toEqual({ '.projenrc.js': CONFIG.replace('Timeout:', 'TimeoutMinutes:') });
  });
});

test('the arguments of the command', () => {
  const command = (...args: string[]) => commandOf({ PROJEN_AWS_DELIVERY: 'migrate' }, args);
  expect(command()).toEqual({ name: 'migrate', writes: true });
  expect(command('--check')).toEqual({ name: 'migrate', writes: false });
  expect(() => command('--dry-run')).toThrow(
    'Unknown argument: --dry-run. Usage: npx projen delivery:migrate [--check]',
  );
});

describe('a standard', () => {
  const timeouts = (options: object) =>
    configWith(options as never).model.environments.map((e) => e.deploymentTimeoutMinutes);

  test('can use old names', () => {
    expect(timeouts({ defaults: { deploymentTimeout: 12 } })).toEqual([12]);
    expect(timeouts({ ecs: { fixed: { deploymentTimeout: 13 } } })).toEqual([13]);
    const { applied } = configWith({ bounds: [{ option: 'deploymentTimeout', maximum: 40 }] });
    expect(applied!.standard.bounds[0]!.option).toBe('deploymentTimeoutMinutes');
  });

  test('is named in the warning of a repository', () => {
    const project = new Project({ name: 'orders-api', outdir: temporaryFolder(), logging: { level: LogLevel.OFF } });
    const warn = jest.spyOn(project.logger, 'warn').mockReturnValue();
    const standard = standardOf({ defaults: { deploymentTimeout: 12 } } as object);
    new EcsDelivery(project, { ...MINIMAL_OPTIONS, standard });
    project.synth();
    expect(warn.mock.calls.flat()).toContain(
      'standard: is the standard acme 3.2.0, whose defaults.deploymentTimeout was renamed to deploymentTimeoutMinutes in version 0.0.0 of projen-aws-delivery. Ask for an update of the standard. Contact: #platform on Slack. [renamed-option]',
    );
  });

  test('cannot set an option with both names', () => {
    const defaults = { deploymentTimeout: 12, deploymentTimeoutMinutes: 12 };
    expect(problemsOf(() => standardOf({ lambda: { defaults } }))).toEqual([
      'lambda.defaults.deploymentTimeout: is the old name of deploymentTimeoutMinutes, which is also set. Remove deploymentTimeout. [option-set-twice]',
    ]);
  });
});

test('an option that is set with both names', () => {
  const options = { deploymentTimeout: 12, deploymentTimeoutMinutes: 12, unset: ['oneOffTask.timeout'] };
  expect(problemsOf(() => configWith({}, options))).toEqual([
    'deploymentTimeout: is the old name of deploymentTimeoutMinutes, which is also set. Remove deploymentTimeout. [option-set-twice]',
    'unset[0]: "oneOffTask.timeoutMinutes" has no effect because the standard acme 3.2.0 sets no default for this option. Remove it, or correct the path. [unset-without-default]',
  ]);
});
