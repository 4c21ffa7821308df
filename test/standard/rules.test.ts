import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { EcsDelivery } from '../../src/ecs-delivery';
import { type DeliveryView, type DeliveryWaiver, type RuleFinding, RuleSeverity } from '../../src/options';
import { DeliveryRule } from '../../src/rules/delivery-rule';
import { runRules } from '../../src/rules/run-rules';
import { standardDataOf } from '../../src/standard/standard-data';
import { MINIMAL_OPTIONS } from '../support/model';
import { problemsOf, standardOf } from './support';

/** Finds a given list of places. */
class Finds extends DeliveryRule {
  public constructor(
    private readonly findings: RuleFinding[],
    code = 'acme-rule',
    severity = RuleSeverity.ERROR,
  ) {
    super({ code, severity, title: 'A rule', description: 'It exists for this test.' });
  }

  public check(): RuleFinding[] {
    return this.findings;
  }
}

/** A rule that an organization writes. */
class ApprovalEverywhere extends DeliveryRule {
  public constructor() {
    super({
      code: 'acme-approval',
      title: 'Every release requires approval',
      description: 'Two people see every change.',
    });
  }

  public check({ environments }: DeliveryView): RuleFinding[] {
    return environments
      .filter(({ approval }) => !approval)
      .map(({ name }) => ({
        option: 'approval',
        environment: name,
        message: 'is false, so nobody approves a release',
        fix: 'Set approval to true.',
      }));
  }
}

const FINDING = { message: 'is not how acme does it', fix: 'Do it another way.' };
const WAIVER: DeliveryWaiver = { rule: 'acme-rule', reason: 'Migration', owner: 'orders', expires: '2027-03-01' };
const TODAY = new Date('2027-01-15T12:00:00Z');

function reportOf(
  rules: DeliveryRule[],
  waivers: DeliveryWaiver[] = [],
  rulesWithoutWaivers: string[] = [],
  at = TODAY,
) {
  const standard = standardDataOf(standardOf({ rules, rulesWithoutWaivers }))!;
  const { errors, warnings, results } = runRules(standard, { service: 'orders-api' } as DeliveryView, waivers, at);
  const linesOf = (problems: typeof errors) =>
    problems.map(({ path, code, why, environments }) =>
      [path, ...(environments ?? []), `${why} [${code}]`].join(' | '),
    );
  return {
    errors: linesOf(errors),
    warnings: linesOf(warnings),
    waived: results.filter(({ waiver }) => waiver).length,
  };
}

describe('the findings of a rule', () => {
  test('are errors or warnings, at an option, a file, or the service', () => {
    expect(
      reportOf([
        new Finds([
          { ...FINDING, option: 'cpu', environment: 'staging' },
          { ...FINDING, file: 'buildspec.yml', line: 3 },
        ]),
        new Finds([{ ...FINDING, file: 'Dockerfile' }, FINDING], 'acme-style', RuleSeverity.WARNING),
      ]),
    ).toEqual({
      errors: [
        'cpu | staging | is not how acme does it [acme-rule]',
        'buildspec.yml:3 | is not how acme does it [acme-rule]',
      ],
      warnings: [
        'Dockerfile | is not how acme does it [acme-style]',
        'orders-api | is not how acme does it [acme-style]',
      ],
      waived: 0,
    });
  });

  test('name the rule if it fails', () => {
    class Broken extends DeliveryRule {
      public constructor() {
        super({ code: 'acme-broken', title: 'Broken', description: 'It fails.' });
      }
      public check(): RuleFinding[] {
        throw new Error('no such field');
      }
    }
    expect(() => reportOf([new Broken()])).toThrow('The rule acme-broken failed for orders-api: no such field');
    const silent = new Finds(undefined as never, 'acme-silent');
    expect(() => reportOf([silent])).toThrow('The rule acme-silent failed for orders-api: check did not return a list');
  });
});

describe('a waiver', () => {
  const found = [
    new Finds([
      { ...FINDING, environment: 'staging' },
      { ...FINDING, environment: 'production' },
    ]),
  ];

  test('covers the findings of its rule', () => {
    expect(reportOf(found, [WAIVER])).toEqual({ errors: [], warnings: [], waived: 2 });
  });

  test('can cover one environment', () => {
    expect(reportOf(found, [{ ...WAIVER, environment: 'staging' }])).toEqual({
      errors: ['orders-api | production | is not how acme does it [acme-rule]'],
      warnings: [],
      waived: 1,
    });
  });

  test('is valid until the end of its last day', () => {
    const at = (time: string) => reportOf(found, [WAIVER], [], new Date(time)).errors;
    expect(at('2027-03-01T23:59:59Z')).toEqual([]);
    expect(at('2027-03-02T00:00:00Z')).toEqual(['waivers[0] | expired on 2027-03-01 [expired-waiver]']);
  });

  test('is a warning in its last 30 days', () => {
    const at = (time: string) => reportOf(found, [WAIVER], [], new Date(time)).warnings;
    expect(at('2027-01-30T23:59:59Z')).toEqual([]);
    expect(at('2027-01-31T00:00:00Z')).toEqual(['waivers[0] | expires on 2027-03-01 [waiver-expires-soon]']);
  });

  test('is a warning if there is nothing to waive', () => {
    expect(reportOf([new Finds([])], [WAIVER]).warnings).toEqual([
      'waivers[0] | has no effect because it matches no finding of acme-rule [unused-waiver]',
    ]);
  });

  test('is an error if the rule does not exist or cannot be waived', () => {
    expect(reportOf(found, [WAIVER, { ...WAIVER, rule: 'acme-rul' }]).errors).toEqual([
      'waivers[1] | waives acme-rul, which is not a rule of the standard acme 3.2.0 [waiver-of-unknown-rule]',
    ]);
    expect(reportOf(found, [WAIVER], ['acme-rule']).errors).toEqual([
      'waivers[0] | waives acme-rule, but the standard acme 3.2.0 allows no waivers of this rule [waiver-not-allowed]',
    ]);
  });
});

describe('in a project', () => {
  beforeEach(() => {
    process.env.SOURCE_DATE_EPOCH = String(TODAY.getTime() / 1000);
  });
  afterEach(() => {
    delete process.env.SOURCE_DATE_EPOCH;
  });

  const standard = standardOf({ rules: [new ApprovalEverywhere()], url: 'https://acme.example/delivery' });

  function synth(options: object) {
    const project = new Project({ name: 'orders-api', outdir: mkdtempSync(join(tmpdir(), 'rules-')) });
    const warnings: string[] = [];
    project.logger.warn = (text: string) => warnings.push(text);
    const delivery = new EcsDelivery(project, {
      ...MINIMAL_OPTIONS,
      standard,
      imageBuild: { testCommands: ['npm test'] },
      ...options,
    });
    delivery.preSynthesize();
    return { warnings, guide: delivery.guide.content };
  }

  test('a violation stops synthesis before any file is written', () => {
    expect(() => synth({})).toThrow(`\
Found 1 violation of the standard acme 3.2.0 in the delivery of orders-api. No files were written.
  - approval: is false, so nobody approves a release in the production environment. Set approval to true. [acme-approval]`);
    expect(synth({ approval: true }).warnings).toEqual([]);
  });

  test('a waiver allows it, and the guide says so', () => {
    const waivers = [{ rule: 'acme-approval', reason: 'One person team', owner: 'orders', expires: '2027-02-01' }];
    const { warnings, guide } = synth({ waivers });
    expect(warnings).toEqual([
      'waivers[0]: expires on 2027-02-01. Follow acme-approval, and remove the waiver, or ask orders to extend it. [waiver-expires-soon]',
    ]);
    expect(guide).toContain('| `acme-approval` | One person team | orders | 2027-02-01 |');
    expect(problemsOf(() => synth({ waivers: [{ ...waivers[0]!, expires: '2026-12-31' }] }))).toEqual([
      'waivers[0]: expired on 2026-12-31. Follow acme-approval, and remove the waiver, or ask orders to extend it. [expired-waiver]',
    ]);
  });

  test('the guide says who sets each value', () => {
    const { guide } = synth({
      approval: true,
      containerPort: 8080,
      standard: standardOf({
        defaults: { awsRegion: 'eu-central-1', environments: [{ name: 'staging' }, { name: 'production' }] },
        ecs: { fixed: { environments: [{ name: 'production', ecsCluster: 'live' }] } },
      }),
    });
    expect(guide).toContain(
      '## The standard acme 3.2.0\n\nThis service follows the standard acme 3.2.0. If you have questions, contact #platform on Slack.',
    );
    expect(guide).toContain('| `awsRegion` | `"eu-central-1"` | All |');
    expect(guide).toContain('| `ecsCluster` | `"live"` | `production` |');
    expect(guide).toMatch(/\| Container port \| `8080` \| `containerPort` \| `.projenrc.\w+` \|/);
    expect(guide).toContain('| Release branch | `main` | `branch` | Default |');
    expect(guide).toContain('| `ecsCluster` | `staging`: Default; `production`: acme 3.2.0 |');
    expect(guide).toMatch(/`awsRegion` \| acme 3\.2\.0 \|/);
  });
});
