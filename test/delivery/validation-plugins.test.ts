import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, LogLevel, Project } from 'projen';
import { EcsDelivery } from '../../src';
import type { Infra } from '../../src/delivery/infra';
import type { EcsDeliveryOptions } from '../../src/options';
import { configWith, problemsOf, standardOf } from '../standard/support';
import { InfraApp, infraOf, removeOutdirs } from '../support/infra-app';
import { MINIMAL_OPTIONS, modelOf } from '../support/model';
import { temporaryFolder } from '../support/project';

afterAll(removeOutdirs);

const TODAY = '2027-01-15T12:00:00Z';
beforeEach(() => {
  process.env.SOURCE_DATE_EPOCH = String(Date.parse(TODAY) / 1000);
});
afterEach(() => {
  delete process.env.SOURCE_DATE_EPOCH;
});

/** These checks find something in every app, because the apps are written for the AwsSolutions checks. */
const NIST = { packageName: 'cdk-nag', version: '^3.0.2', className: 'NIST80053R5Checks' };
const RULE = 'NIST.800.53.R5-CloudWatchLogGroupEncrypted';
const ID = `NIST.800.53.R5::${RULE}`;
const WAIVER = { rule: ID, reason: 'No personal data', owner: 'orders', expires: '2027-12-31' };
const TWO_ENVIRONMENTS = { environments: [{ name: 'test' }, { name: 'production' }] };

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

/** The stacks with a violation, by rule. */
type Stacks = ReadonlyMap<string, readonly string[]>;

/** Synthesizes the app like `cdk synth`, and reads the report of the CDK. */
function reportOf({ sources }: Infra): { readonly violations: Stacks; readonly suppressed: Stacks } {
  const { app } = new InfraApp(sources, {}, {});
  expect(() => app.synth()).toThrow('Acknowledge with');
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf-8'));
  expect(pluginReports).toEqual([expect.objectContaining({ pluginName: 'NIST.800.53.R5' })]);
  const [{ violations, suppressedViolations = [] }] = pluginReports;
  return { violations: byRule(violations), suppressed: byRule(suppressedViolations) };
}

function byRule(violations: readonly Violation[]): Stacks {
  const stacks = new Map<string, string[]>();
  for (const { ruleName, violatingConstructs } of violations) {
    const names = violatingConstructs.map(({ constructPath }) => constructPath.split('/')[0]!);
    stacks.set(ruleName, [...new Set([...(stacks.get(ruleName) ?? []), ...names])].sort());
  }
  return stacks;
}

const mainOf = (options: Partial<EcsDeliveryOptions>) => infraOf(options).sources['main.ts']!;

describe('the CDK app', () => {
  test('registers the plugins, and acknowledges the rules that are waived', () => {
    const main = mainOf({
      ...TWO_ENVIRONMENTS,
      validationPlugins: [
        { packageName: 'cdk-nag', className: 'AwsSolutionsChecks' },
        NIST,
        { packageName: '@acme/checks', className: 'AcmeChecks' },
      ].map((plugin) => ({ ...plugin, version: '^3.0.2' })),
      waivers: [WAIVER, { ...WAIVER, rule: 'AwsSolutions::AwsSolutions-ECS4', environment: 'test' }],
    });
    expect(main).toContain(`\
import { AcmeChecks } from '@acme/checks';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
`);
    expect(main).toContain(`
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(), new NIST80053R5Checks(), new AcmeChecks());
Validations.of(app).acknowledge({
  id: 'NIST.800.53.R5::NIST.800.53.R5-CloudWatchLogGroupEncrypted',
  reason: 'No personal data (waived by orders until 2027-12-31)',
});

`);
    expect(
      main.endsWith(`
for (const stack of [baseTest, serviceTest]) {
  Validations.of(stack).acknowledge({
    id: 'AwsSolutions::AwsSolutions-ECS4',
    reason: 'No personal data (waived by orders until 2027-12-31)',
  });
}
`),
    ).toBe(true);
  });

  test('does not change without plugins', () => {
    expect(mainOf({})).not.toContain('Validations');
  });

  test('imports a plugin of the CDK with the rest of the CDK', () => {
    const plugin = { packageName: 'aws-cdk-lib', className: 'Checks' };
    expect(mainOf({ validationPlugins: [plugin] })).toContain(
      "import { App, Checks, Validations } from 'aws-cdk-lib';",
    );
  });

  test('reports the violations that cdk-nag finds, except those that are waived', () => {
    const infra = infraOf({
      ...TWO_ENVIRONMENTS,
      codePipeline: { enabled: false },
      validationPlugins: [NIST],
      waivers: [{ ...WAIVER, environment: 'test' }],
    });
    const { violations, suppressed } = reportOf(infra);
    expect(violations.get(RULE)).toEqual(['orders-api-production-base', 'orders-api-production-service']);
    expect(suppressed).toEqual(new Map([[RULE, ['orders-api-test-base', 'orders-api-test-service']]]));
  });
});

describe('the packages of the plugins', () => {
  const validationPlugins = [NIST, { packageName: 'aws-cdk-lib', className: 'Checks' }];
  const create = <P extends Project>(project: P): P => {
    new EcsDelivery(project, { ...MINIMAL_OPTIONS, validationPlugins, imageBuild: { dockerfile: 'Dockerfile' } });
    return project;
  };

  test('are dependencies of the CDK app', () => {
    const { settings } = infraOf({ validationPlugins }, false);
    const { devDependencies } = settings.find(({ path }) => path === 'infra/package.json')!.data as any;
    expect(Object.entries(devDependencies).slice(2, 5)).toEqual([
      ['aws-cdk-lib', expect.stringMatching(/^\^2/)],
      ['cdk-nag', '^3.0.2'],
      ['constructs', expect.stringMatching(/^\^10/)],
    ]);
  });

  test('are development dependencies of a Node.js project', () => {
    const options = { name: 'orders-api', defaultReleaseBranch: 'main', logging: { level: LogLevel.OFF } };
    const outdir = temporaryFolder();
    const added = create(new javascript.NodeProject({ ...options, outdir }));
    expect(added.deps.getDependency('cdk-nag')).toMatchObject({ type: 'build', version: '^3.0.2' });
    const declared = create(
      new javascript.NodeProject({ ...options, outdir: temporaryFolder(), devDeps: ['cdk-nag@3.0.1'] }),
    );
    expect(declared.deps.getDependency('cdk-nag').version).toBe('3.0.1');
  });
});

describe('a waiver of a plugin rule', () => {
  const create = (options: object) => {
    const project = new Project({ name: 'orders-api', outdir: temporaryFolder(), logging: { level: LogLevel.OFF } });
    const warn = jest.spyOn(project.logger, 'warn').mockReturnValue();
    new EcsDelivery(project, { ...MINIMAL_OPTIONS, validationPlugins: [NIST], ...options });
    project.synth();
    return warn.mock.calls.flat();
  };
  const waived = (...changes: object[]) => ({ waivers: changes.map((change) => ({ ...WAIVER, ...change })) });

  test('needs no standard', () => {
    expect(create(waived({}))).not.toContainEqual(expect.stringContaining('waiver'));
  });

  test('expires', () => {
    expect(() => create(waived({}, { expires: '2027-01-14' }))).toThrow(`\
Found 1 problem in the waivers of orders-api. No files were written.
  - waivers[1]: expired on 2027-01-14. Follow ${ID}, and remove the waiver, or ask orders to extend it. [expired-waiver]`);
    expect(create(waived({ expires: '2027-01-20' }))).toContain(
      `waivers[0]: expires on 2027-01-20. Follow ${ID}, and remove the waiver, or ask orders to extend it. [waiver-expires-soon]`,
    );
  });

  test('applies to an environment that exists', () => {
    expect(create(waived({ environment: 'staging' }))).toContain(
      'waivers[0]: has no effect because there is no environment staging (allowed: production). Correct the name of the environment, or remove the waiver. [unused-waiver]',
    );
  });

  test('has the ID that the CDK prints', () => {
    const problems = (...rules: string[]) => problemsOf(() => modelOf(waived(...rules.map((rule) => ({ rule })))));
    expect(problems(`AwsSolutions::AwsSolutions-IAM5[Resource::<Bucket.Arn>/*]`)).toEqual([]);
    expect(problems('::ECS4', 'a::b::c', 'AwsSolutions::IAM5[Resource')).toEqual(
      ['::ECS4', 'a::b::c', 'AwsSolutions::IAM5[Resource'].map(
        (rule, i) =>
          `waivers[${i}].rule: "${rule}" is not valid (allowed: the ID that cdk synth prints, for example AwsSolutions::AwsSolutions-ECS4). Correct the value. [invalid-format]`,
      ),
    );
    expect(problems(ID, 'required-tags')).toEqual([
      'waivers[1].rule: "required-tags" has no effect without a standard. Set standard, or remove the waiver. [needs-standard]',
    ]);
  });

  test('can be forbidden by the standard', () => {
    const standard = standardOf({ rulesWithoutWaivers: [ID] });
    expect(() => create({ standard, ...waived({}) })).toThrow(
      `waivers[0]: waives ${ID}, but the standard acme 3.2.0 allows no waivers of this rule. Follow the rule, and remove the waiver. Contact: #platform on Slack. [waiver-not-allowed]`,
    );
  });

  test('can be used with a standard that sets the plugin', () => {
    const standard = standardOf({ fixed: { validationPlugins: [NIST] } });
    expect(create({ standard, validationPlugins: undefined, ...waived({}) })).not.toContainEqual(
      expect.stringContaining('waiver'),
    );
    const { model } = configWith({ fixed: { validationPlugins: [NIST] } }, waived({}));
    expect(model.infra.acknowledgments.map(({ id }) => id)).toEqual([ID]);
  });
});

test('plugins that are not valid', () => {
  const validationPlugins = [
    { packageName: './checks', className: 'checks', version: 'latest; rm' },
    { packageName: 'cdk-nag', className: 'AwsSolutionsChecks', version: '^3.0.2' },
    { packageName: 'cdk-nag', className: 'AwsSolutionsChecks', version: '^2.0.0' },
    {},
    { packageName: 'checks', className: 'Checks', prefix: 'a' },
  ];
  expect(problemsOf(() => modelOf({ validationPlugins } as object))).toEqual([
    'validationPlugins[4].prefix: is not a known option (allowed: className, packageName, version). Remove it, or correct the name. [unknown-option]',
    'validationPlugins[0].packageName: "./checks" is not valid (allowed: the name of an npm package, for example cdk-nag). Correct the value. [invalid-format]',
    'validationPlugins[0].version: "latest; rm" is not valid (allowed: a version or a range, for example ^3.0.2). Correct the value. [invalid-format]',
    'validationPlugins[0].className: "checks" is not valid (allowed: the name of a class, for example AwsSolutionsChecks). Correct the value. [invalid-format]',
    'validationPlugins[3].packageName: is missing (allowed: the name of an npm package, for example cdk-nag). Set packageName. [missing-option]',
    'validationPlugins[3].className: is missing (allowed: the name of a class, for example AwsSolutionsChecks). Set className. [missing-option]',
    'validationPlugins[2].className: "AwsSolutionsChecks" is already the class of another plugin. Remove one of the two plugins. [duplicate-name]',
    'validationPlugins[2].version: is ^2.0.0, but another plugin of cdk-nag has the version ^3.0.2. Set the same version for both plugins. [different-plugin-versions]',
  ]);
});
