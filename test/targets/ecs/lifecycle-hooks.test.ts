import { type DeploymentLifecycleHook, DeploymentLifecycleStage, DeploymentStrategy } from '../../../src/options';
import { problemsOf } from '../../model/resolving';
import { InfraApp, infraOf, removeOutdirs, statementsOf, typeErrors } from '../../support/infra-app';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function';
const HOOKS: DeploymentLifecycleHook[] = [
  {
    functionArn: `${FUNCTION}:check`,
    stages: [DeploymentLifecycleStage.POST_SCALE_UP, DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT],
  },
  { functionArn: `${FUNCTION}:report:live`, stages: [DeploymentLifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT] },
];
const OPTIONS = { strategy: DeploymentStrategy.BLUE_GREEN, lifecycleHooks: HOOKS };

afterAll(removeOutdirs);

describe('lifecycle hooks', () => {
  const app = InfraApp.of(OPTIONS);
  const template = app.template('orders-api-production-service');
  const [service] = Object.values(template.findResources('AWS::ECS::Service')) as any[];

  test('run at their stages', () => {
    const role = expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching(/^LifecycleHookRole/), 'Arn'] });
    expect(service.Properties.DeploymentConfiguration.LifecycleHooks).toEqual([
      {
        HookTargetArn: `${FUNCTION}:check`,
        LifecycleStages: ['POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT'],
        RoleArn: role,
      },
      {
        HookTargetArn: `${FUNCTION}:report:live`,
        LifecycleStages: ['POST_PRODUCTION_TRAFFIC_SHIFT'],
        RoleArn: role,
      },
    ]);
  });

  test('ECS may invoke exactly these functions, before the first deployment starts', () => {
    expect(statementsOf(template, 'LifecycleHookRole')).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: [`${FUNCTION}:check`, `${FUNCTION}:report:live`],
      },
    ]);
    expect(service.DependsOn).toContainEqual(expect.stringMatching(/^LifecycleHookRoleDefaultPolicy/));
  });

  test('compile, and have no cdk-nag findings', () => {
    expect(typeErrors({ hooks: infraOf(OPTIONS) })).toEqual([]);
    expect(app.nagFindings()).toEqual([]);
  });

  test('can differ between environments', () => {
    const environments = [{ name: 'staging', lifecycleHooks: [] }, { name: 'production' }];
    const { sources } = infraOf({ ...OPTIONS, environments });
    expect(sources['staging-service-stack.ts']).not.toContain('hookRole');
    expect(sources['production-service-stack.ts']).toContain('hookRole');
  });
});

test.each<[string, object, string[]]>([
  [
    'a strategy that does not shift traffic',
    { lifecycleHooks: HOOKS },
    [
      'lifecycleHooks: requires a strategy that shifts traffic, but the strategy is ROLLING (allowed: DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.CANARY, DeploymentStrategy.LINEAR). Choose one of these strategies, or remove lifecycleHooks. [traffic-shift-required]',
    ],
  ],
  [
    'a function in another Region',
    { ...OPTIONS, awsRegion: 'eu-west-1', lifecycleHooks: HOOKS.slice(1) },
    [
      `lifecycleHooks[0].functionArn: "${FUNCTION}:report:live" is in a different Region (allowed: eu-west-1). Use a function in the account and Region of the service. [wrong-account-or-region]`,
    ],
  ],
  [
    'a hook without a function and stages',
    { ...OPTIONS, lifecycleHooks: [{ stages: [] }] },
    [
      'lifecycleHooks[0].functionArn: is missing. Set functionArn. [missing-option]',
      'lifecycleHooks[0].stages: [] is empty (allowed: at least one stage). Add a stage, or remove the hook. [empty-list]',
    ],
  ],
  [
    'a stage that does not exist',
    { ...OPTIONS, lifecycleHooks: [{ functionArn: `${FUNCTION}:check`, stages: ['AFTER'] }] },
    [
      'lifecycleHooks[0].stages[0]: "AFTER" is not valid (allowed: DeploymentLifecycleStage.RECONCILE_SERVICE, DeploymentLifecycleStage.PRE_SCALE_UP, DeploymentLifecycleStage.POST_SCALE_UP, DeploymentLifecycleStage.TEST_TRAFFIC_SHIFT, DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT, DeploymentLifecycleStage.PRODUCTION_TRAFFIC_SHIFT, DeploymentLifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT). Use one of these stages. [invalid-format]',
    ],
  ],
])('rejects %s', (_name, options, lines) => {
  expect(problemsOf(options)).toEqual(lines);
});
