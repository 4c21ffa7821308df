import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderRulesPage } from '../../docs/rules-page';
import { viewOf } from '../../src/delivery/view';
import { messageOf } from '../../src/model/problems';
import { DeliveryTarget, type IDeliveryRule, RuleSeverity } from '../../src/options';
import { DeliveryRules } from '../../src/rules/library/delivery-rules';
import { RULE_LIBRARY } from '../../src/rules/library/library';
import { runRules } from '../../src/rules/run-rules';
import { standardDataOf } from '../../src/standard/standard-data';
import { configWith, KINDS, problemsOf, standardOf } from '../standard/support';

const { ECS, LAMBDA, STATIC_SITE, EC2 } = DeliveryTarget;
const ROOT = join(__dirname, '../..');
const TODAY = new Date('2026-06-15T12:00:00Z');
const DIGEST = `sha256:${'0'.repeat(64)}`;

function viewWith(options: object, target: DeliveryTarget = ECS) {
  const { model, decided } = configWith({}, options, target);
  return viewOf(KINDS[target], model, decided.all, []);
}

/** The messages of a rule, as synthesis prints them. */
function check(rule: IDeliveryRule, options: object = {}, target: DeliveryTarget = ECS): string[] {
  const standard = standardDataOf(standardOf({ rules: [rule] }))!;
  const { errors, warnings } = runRules(standard, viewWith(options, target), [], TODAY);
  return [...errors, ...warnings].map(messageOf);
}

const BOTH = { environments: [{ name: 'staging' }, { name: 'production' }] };
const TOPIC = { alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' } };

beforeEach(() => {
  process.env.SOURCE_DATE_EPOCH = String(TODAY.getTime() / 1000);
});
afterEach(() => {
  delete process.env.SOURCE_DATE_EPOCH;
});

describe('approval-before-production', () => {
  const rule = DeliveryRules.approvalBeforeProduction();

  test('follows', () => {
    expect(check(rule, BOTH)).toEqual([]);
    // An environment with another name is not production.
    expect(check(rule, { environments: [{ name: 'staging', approval: false }, { name: 'live' }] })).toEqual([]);
  });

  test('violates', () => {
    const message =
      'approval: is false, so nobody approves releases in the production environment. Set approval to true. [approval-before-production]';
    expect(check(rule)).toEqual([message]);
    expect(check(rule, { ...BOTH, approval: false })).toEqual([message]);
    const live = DeliveryRules.approvalBeforeProduction({ environments: ['staging'] });
    expect(check(live, BOTH)).toEqual([message.replace('production environment', 'staging environment')]);
  });
});

describe('production-strategies', () => {
  const rule = DeliveryRules.productionStrategies({ strategies: ['CANARY', 'LINEAR'] });

  test('follows', () => {
    expect(check(rule, { environments: [{ name: 'staging' }, { name: 'production', strategy: 'CANARY' }] })).toEqual(
      [],
    );
    const onlyEcs = DeliveryRules.productionStrategies({ strategies: ['CANARY'], targets: [ECS] });
    expect(check(onlyEcs, {}, STATIC_SITE)).toEqual([]);
  });

  test('violates', () => {
    const message = (strategy: string) =>
      `strategy: is ${strategy}, which is not allowed in the production environment. Use CANARY or LINEAR. [production-strategies]`;
    expect(check(rule, BOTH)).toEqual([message('ROLLING')]);
    expect(check(rule, BOTH, LAMBDA)).toEqual([message('ALL_AT_ONCE')]);
    const staging = DeliveryRules.productionStrategies({ strategies: ['CANARY'], environments: ['staging'] });
    expect(check(staging, BOTH)).toEqual([
      'strategy: is ROLLING, which is not allowed in the staging environment. Use CANARY. [production-strategies]',
    ]);
  });
});

describe('public-load-balancer-without-tls', () => {
  const rule = DeliveryRules.publicLoadBalancersUseTls();
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';

  test('follows', () => {
    expect(check(rule, { loadBalancer: { certificateArn } })).toEqual([]);
    expect(check(rule, { loadBalancer: { internetFacing: false } })).toEqual([]);
    expect(check(rule, { loadBalancer: { enabled: false } })).toEqual([]);
    expect(check(rule, { serviceMode: 'existing' })).toEqual([]);
    expect([...check(rule, {}, LAMBDA), ...check(rule, {}, STATIC_SITE)]).toEqual([]);
  });

  test('violates', () => {
    const message =
      'loadBalancer.certificateArn: is not set, so clients on the internet connect without TLS in the production environment. Set it to the ARN of an ACM certificate, or set loadBalancer.internetFacing to false. [public-load-balancer-without-tls]';
    expect(check(rule)).toEqual([message]);
    expect(check(rule, {}, EC2)).toEqual([message]);
  });
});

describe('alarms-notify', () => {
  const rule = DeliveryRules.alarmsNotify();

  test('follows', () => {
    for (const target of [ECS, LAMBDA, EC2]) {
      expect(check(rule, TOPIC, target)).toEqual([]);
    }
    expect(check(rule, {}, STATIC_SITE)).toEqual([]);
    expect(check(rule, { serviceMode: 'existing' })).toEqual([]);
  });

  test('violates', () => {
    const message =
      'alarms.topicArn: is not set, so alarms send no notifications in the production environment. Set it to the ARN of an Amazon SNS topic. [alarms-notify]';
    for (const target of [ECS, LAMBDA, EC2]) {
      expect(check(rule, {}, target)).toEqual([message]);
    }
    expect(check(rule, { alarms: { enabled: false } })).toEqual([
      'alarms.enabled: is false, so there are no alarms in the production environment. Remove it, and set alarms.topicArn. [alarms-notify]',
    ]);
  });
});

describe('minimum-log-retention', () => {
  const rule = DeliveryRules.minimumLogRetention({ days: 90 });

  test('follows', () => {
    for (const target of [ECS, LAMBDA, EC2]) {
      expect(check(rule, { logRetentionDays: 90 }, target)).toEqual([]);
    }
    expect(check(rule, {}, STATIC_SITE)).toEqual([]);
    expect(check(rule, { logging: { existingLogGroup: '/acme/orders' } })).toEqual([]);
  });

  test('violates', () => {
    expect(check(rule)).toEqual([
      'logRetentionDays: is 30, but logs must be kept for at least 90 days in the production environment. Set it to 90 or more. [minimum-log-retention]',
    ]);
  });
});

describe('required-tags', () => {
  const rule = DeliveryRules.requiredTags({ keys: ['team', 'cost-center'] });

  test('follows', () => {
    expect(check(rule, { tags: { team: 'orders', 'cost-center': '42' } })).toEqual([]);
  });

  test('violates', () => {
    expect(check(rule, { tags: { team: 'orders' } })).toEqual([
      'tags: does not contain the required tag cost-center. Add cost-center. [required-tags]',
    ]);
  });
});

describe('permissions-boundary', () => {
  const [any, named] = [
    DeliveryRules.permissionsBoundary(),
    DeliveryRules.permissionsBoundary({ name: 'acme-boundary' }),
  ];

  test('follows', () => {
    expect(check(any, { permissionsBoundary: 'own-boundary' })).toEqual([]);
    expect(check(named, { permissionsBoundary: 'acme-boundary' })).toEqual([]);
  });

  test('violates', () => {
    expect([...check(any), ...check(named), ...check(named, { permissionsBoundary: 'own-boundary' })]).toEqual([
      'permissionsBoundary: is not set, so nothing limits the permissions of the roles. Set it to the name of a managed policy. [permissions-boundary]',
      'permissionsBoundary: is not set, so nothing limits the permissions of the roles. Set it to "acme-boundary". [permissions-boundary]',
      'permissionsBoundary: is "own-boundary", which is not the required permissions boundary. Set it to "acme-boundary". [permissions-boundary]',
    ]);
  });
});

describe('no-wildcard-permissions', () => {
  const rule = DeliveryRules.noWildcardPermissions({ actionsOnAnyResource: ['cloudwatch:PutMetricData'] });
  const statements = (actions: string[], resources: string[]) => ({ taskRoleStatements: [{ actions, resources }] });

  test('follows', () => {
    const allowed = [
      'arn:aws:s3:::orders',
      'arn:aws:s3:::orders/*',
      'arn:aws:s3:::orders-*',
      'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
      'arn:aws:dynamodb:us-east-1:111122223333:table/orders*',
      'arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/*',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-*',
      'arn:aws:sqs:us-east-1:111122223333:orders',
      'arn:aws:logs:us-east-1:111122223333:log-group:orders:*',
      'arn:aws:sns:us-east-1:111122223333:orders:*',
      'arn:aws:execute-api:us-east-1:111122223333:orders/*',
    ];
    expect(check(rule, statements(['s3:GetObject'], allowed))).toEqual([]);
    expect(check(rule, statements(['cloudwatch:PutMetricData'], ['*']))).toEqual([]);
    expect(check(rule, {}, STATIC_SITE)).toEqual([]);
  });

  test('violates', () => {
    expect(
      check(rule, statements(['s3:Get*', 'sqs:SendMessage'], ['*', 'arn:aws:sqs:us-east-1:111122223333:*'])),
    ).toEqual([
      'taskRoleStatements[0].actions: contains the wildcard "s3:Get*" in the production environment. List the actions that the software needs. [no-wildcard-permissions]',
      'taskRoleStatements[0].resources: contains the wildcard "*" in the production environment. List the ARNs of the resources. [no-wildcard-permissions]',
      'taskRoleStatements[0].resources: contains the wildcard "arn:aws:sqs:us-east-1:111122223333:*" in the production environment. List the ARNs of the resources. [no-wildcard-permissions]',
    ]);
    const all = [
      'arn:aws:s3:::*',
      'arn:aws:s3:::*/*',
      'arn:aws:s3:::**',
      'arn:*:s3:::?*',
      'arn:aws:dynamodb:*:*:table/*',
      'arn:aws:secretsmanager:*:*:secret:*',
      'arn:aws:sns:us-east-1:111122223333:*',
      'arn:aws:logs:us-east-1:111122223333:log-group:*:*',
      'arn:aws:states:us-east-1:111122223333:stateMachine:*',
    ];
    expect(all.filter((resource) => check(rule, statements(['s3:GetObject'], [resource])).length === 0)).toEqual([]);
    // One of the actions supports other resources.
    expect(check(rule, statements(['cloudwatch:PutMetricData', 's3:GetObject'], ['*']))).toHaveLength(1);
    const wide = [{ actions: ['s3:GetObject'], resources: ['*'] }];
    expect(check(rule, { functionRoleStatements: wide }, LAMBDA)[0]).toContain('functionRoleStatements[0].resources: ');
    expect(check(rule, { instanceRoleStatements: wide }, EC2)[0]).toContain('instanceRoleStatements[0].resources: ');
  });
});

describe('pinned-base-image', () => {
  const [rule, strict] = [DeliveryRules.pinnedBaseImage(), DeliveryRules.pinnedBaseImage({ requireDigest: true })];
  const image = (baseImage: string) => ({ imageBuild: { baseImage } });

  test('follows', () => {
    expect(check(rule)).toEqual([]);
    expect(check(rule, image('registry.acme.example:5000/node:24'))).toEqual([]);
    expect(check(strict, image(`node:24@${DIGEST}`))).toEqual([]);
    expect(check(strict, { imageBuild: { dockerfile: 'Dockerfile' } })).toEqual([]);
    expect([...check(strict, {}, STATIC_SITE), ...check(strict, {}, LAMBDA)]).toEqual([]);
  });

  test('violates', () => {
    expect([
      ...check(rule, image('node:latest')),
      ...check(rule, image('registry.acme.example:5000/node')),
      ...check(strict, image('node:24-slim')),
    ]).toEqual([
      'imageBuild.baseImage: is "node:latest", which has the tag latest. Specify a tag other than latest, or a digest. [pinned-base-image]',
      'imageBuild.baseImage: is "registry.acme.example:5000/node", which has no tag, so the tag is latest. Specify a tag other than latest, or a digest. [pinned-base-image]',
      'imageBuild.baseImage: is "node:24-slim", which has no digest. Add the digest: @sha256: followed by 64 hexadecimal digits. [pinned-base-image]',
    ]);
  });
});

describe('supported-node-version', () => {
  const today = DeliveryRules.supportedNodeVersion();
  const on = (date: string) => DeliveryRules.supportedNodeVersion({ date });

  test('follows', () => {
    expect(check(today, { nodeVersion: '22' })).toEqual([]);
    expect(check(on('2027-04-30'), { nodeVersion: '22' })).toEqual([]);
    expect(check(on('2099-01-01'), { imageBuild: { runtime: 'none', dockerfile: 'Dockerfile' } })).toEqual([]);
  });

  test('violates', () => {
    expect(check(on('2027-05-01'), { nodeVersion: '22' })).toEqual([
      'nodeVersion: is 22, which is supported only until 2027-04-30, and 2027-05-01 is required. Use 24 or 26. [supported-node-version]',
    ]);
    process.env.SOURCE_DATE_EPOCH = String(Date.parse('2027-05-01T00:00:00Z') / 1000);
    expect(check(today, { nodeVersion: '22' })).toEqual([
      'nodeVersion: is 22, which has not been supported since 2027-04-30. Use 24 or 26. [supported-node-version]',
    ]);
  });
});

describe('task-budget', () => {
  const rule = DeliveryRules.taskBudget({ maxCpu: 512, maxMemory: 1024, maxCapacity: 4, maxConcurrentExecutions: 10 });

  test('follows', () => {
    expect(check(rule, { cpu: 512, memory: 1024, desiredCount: 4 })).toEqual([]);
    expect(check(rule, { memorySize: 1024, reservedConcurrentExecutions: 10 }, LAMBDA)).toEqual([]);
    expect([...check(rule, {}, STATIC_SITE), ...check(rule, {}, EC2)]).toEqual([]);
  });

  test('violates', () => {
    expect(
      check(rule, { cpu: 1024, memory: 2048, autoScaling: { minCapacity: 2, maxCapacity: 6, cpuUtilization: 50 } }),
    ).toEqual([
      'cpu: is 1024, but the limit is 512 CPU units in the production environment. Use 512 or less, also in workers and scheduledTasks. [task-budget]',
      'memory: is 2048, but the limit is 1024 MiB in the production environment. Use 1024 or less, also in workers and scheduledTasks. [task-budget]',
      'orders-api: can run 6 tasks or instances, but the limit is 4 in the production environment. Lower autoScaling.maxCapacity, or desiredCount, to 4 or less. [task-budget]',
    ]);
    expect(check(rule, { memorySize: 2048 }, LAMBDA)).toEqual([
      'memorySize: is 2048, but the limit is 1024 MiB in the production environment. Use 1024 or less, also in additionalFunctions and hooks. [task-budget]',
      'reservedConcurrentExecutions: is not set, but the limit is 10 in the production environment. Set it to 10 or less. [task-budget]',
    ]);
    expect(check(rule, { reservedConcurrentExecutions: 11 }, LAMBDA)).toEqual([
      'reservedConcurrentExecutions: is 11, but the limit is 10 in the production environment. Use 10 or less. [task-budget]',
    ]);
  });
});

describe('the library', () => {
  const rules = Object.entries(RULE_LIBRARY).map(([method, { example }]) =>
    (DeliveryRules as unknown as Record<string, (options: unknown) => IDeliveryRule>)[method]!(example),
  );

  test('has one file and one method for each rule', () => {
    const codes = rules.map(({ code }) => code);
    const files = readdirSync(join(ROOT, 'src/rules/library')).map((name) => name.replace('.ts', ''));
    const shared = ['delivery-rules', 'library', 'library-rule', 'parameters'];
    expect(files.filter((name) => !shared.includes(name)).sort()).toEqual([...codes].sort());
    expect(Object.getOwnPropertyNames(DeliveryRules).filter((name) => name in RULE_LIBRARY)).toEqual(
      Object.keys(RULE_LIBRARY),
    );
  });

  test('is documented', () => {
    expect(readFileSync(join(ROOT, 'docs/rules.md'), 'utf-8')).toBe(renderRulesPage());
  });

  test.each(rules.map((rule) => [rule.code, rule] as const))('%s has a title and a reason', (_, rule) => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.description).toMatch(/^[A-Z].*\.$/);
    expect(rule.url ?? 'https://').toMatch(/^https:\/\//);
    expect(rule.severity).toBe(RuleSeverity.ERROR);
  });

  test('can report warnings', () => {
    expect(DeliveryRules.alarmsNotify({ severity: RuleSeverity.WARNING }).severity).toBe('warning');
  });

  test('checks its options', () => {
    const options = (rule: keyof typeof DeliveryRules, value: unknown) =>
      problemsOf(() => (DeliveryRules[rule] as (raw: unknown) => unknown)(value));
    expect([
      ...options('minimumLogRetention', {}),
      ...options('minimumLogRetention', { days: '30' }),
      ...options('requiredTags', { keys: [] }),
      ...options('supportedNodeVersion', { date: '2027-02-30' }),
      ...options('taskBudget', {}),
      ...options('productionStrategies', { targets: ['eks'], strategies: ['CANARY'] }),
      ...options('alarmsNotify', { level: 'error' }),
      ...options('permissionsBoundary', { name: true }),
      ...options('pinnedBaseImage', { requireDigest: 'yes' }),
      ...options('noWildcardPermissions', { actionsOnAnyResource: ['s3:*'] }),
    ]).toEqual([
      'days: is missing (allowed: a number of days, for example 90). Set days. [missing-option]',
      'days: "30" is not a whole number (allowed: 1 to 3653). Write it without quotes. [wrong-type]',
      'keys: [] is empty (allowed: at least one value). Add one, for example cost-center. [empty-list]',
      'date: "2027-02-30" is not a day (allowed: a day in the format YYYY-MM-DD). Correct the date. [invalid-format]',
      'maxMemory: is missing (allowed: at least one of maxCpu, maxMemory, maxCapacity, maxConcurrentExecutions). Set maxMemory. [missing-option]',
      'targets: ["eks"] contains an unknown target (allowed: ecs, lambda, static-site, ec2). Use these values. [unsupported-value]',
      'level: is not a known option (allowed: severity). Remove it, or correct the name. [unknown-option]',
      'name: true is not a string (allowed: text on one line). Correct the value. [wrong-type]',
      'requireDigest: "yes" is not a boolean (allowed: true, false). Correct the value. [wrong-type]',
      'actionsOnAnyResource[0]: "s3:*" is not valid (allowed: actions, for example cloudwatch:PutMetricData). Correct the value. [invalid-format]',
    ]);
  });
});

describe('one standard', () => {
  test('applies to all targets', () => {
    const rules = [
      DeliveryRules.approvalBeforeProduction(),
      DeliveryRules.publicLoadBalancersUseTls(),
      DeliveryRules.alarmsNotify(),
      DeliveryRules.minimumLogRetention({ days: 90 }),
      DeliveryRules.requiredTags({ keys: ['team'] }),
      DeliveryRules.permissionsBoundary(),
      DeliveryRules.pinnedBaseImage({ requireDigest: true }),
      DeliveryRules.taskBudget({ maxMemory: 256 }),
    ];
    const standard = standardDataOf(standardOf({ rules }))!;
    const codesOf = (target: DeliveryTarget) => {
      const report = runRules(standard, viewWith({}, target), [], TODAY);
      return report.errors.map(({ code }) => code);
    };
    expect(Object.fromEntries(Object.values(DeliveryTarget).map((target) => [target, codesOf(target)]))).toEqual({
      ecs: [
        'approval-before-production',
        'public-load-balancer-without-tls',
        'alarms-notify',
        'minimum-log-retention',
        'required-tags',
        'permissions-boundary',
        'pinned-base-image',
        'task-budget',
      ],
      lambda: [
        'approval-before-production',
        'alarms-notify',
        'minimum-log-retention',
        'required-tags',
        'permissions-boundary',
        'task-budget',
      ],
      'static-site': ['approval-before-production', 'required-tags', 'permissions-boundary'],
      ec2: [
        'approval-before-production',
        'public-load-balancer-without-tls',
        'alarms-notify',
        'minimum-log-retention',
        'required-tags',
        'permissions-boundary',
      ],
    });
  });
});
