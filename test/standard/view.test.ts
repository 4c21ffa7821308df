import { viewOf } from '../../src/delivery/view';
import { DeliveryTarget, LambdaUrlAuthType } from '../../src/options';
import { configWith, KINDS } from './support';

const ALARMS = { alarms: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' } };
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::orders/*'] };

function viewWith(options: object, target: DeliveryTarget) {
  const { model, decided } = configWith({}, options, target);
  return viewOf(KINDS[target], model, decided.all, [{ path: 'a.txt', text: 'a' }]);
}

describe('a rule sees', () => {
  test('what every delivery has', () => {
    const options = { tags: { team: 'orders' }, permissionsBoundary: 'boundary', codePipeline: { enabled: false } };
    for (const target of Object.keys(KINDS) as DeliveryTarget[]) {
      const view = viewWith({ ...options, environments: [{ name: 'staging' }, { name: 'production' }] }, target);
      expect(view).toMatchObject({
        service: 'orders-api',
        target,
        branch: 'main',
        githubActions: true,
        codePipeline: false,
        tags: { team: 'orders' },
        permissionsBoundary: 'boundary',
        files: [{ path: 'a.txt', text: 'a' }],
      });
      expect(view.environments.map(({ name, account, region, approval }) => [name, account, region, approval])).toEqual(
        [
          ['staging', '111122223333', 'us-east-1', false],
          ['production', '111122223333', 'us-east-1', true],
        ],
      );
      expect(view.sharedValues).toContainEqual(
        expect.objectContaining({ id: 'branch', value: 'main', option: 'branch' }),
      );
    }
  });

  test('a service on ECS', () => {
    const view = (options: object = {}) => viewWith(options, DeliveryTarget.ECS);
    expect(view().runtime).toBe('nodejs');
    expect(view().baseImage).toBe('public.ecr.aws/docker/library/node:24-slim');
    expect(view({ imageBuild: { baseImage: 'node:24-alpine' } }).baseImage).toBe('node:24-alpine');
    expect(view({ imageBuild: { dockerfile: 'Dockerfile' } }).baseImage).toBeUndefined();
    expect(view().environments[0]).toMatchObject({
      strategy: 'ROLLING',
      isPublic: true,
      hasTls: false,
      supportsAlarms: true,
      hasAlarms: true,
      alarmsNotify: false,
      roleStatements: [],
      logRetentionDays: 30,
      cpu: 256,
      memory: 512,
      maxCapacity: 2,
    });
    expect(
      view({
        ...ALARMS,
        strategy: 'CANARY',
        taskRoleStatements: [STATEMENT],
        loadBalancer: { internetFacing: false, certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
        autoScaling: { maxCapacity: 6, cpuUtilization: 50 },
      }).environments[0],
    ).toMatchObject({
      strategy: 'CANARY',
      isPublic: false,
      hasTls: true,
      alarmsNotify: true,
      roleStatements: [{ option: 'taskRoleStatements[0]', ...STATEMENT }],
      maxCapacity: 6,
    });
    const jobs = [{ name: 'report', schedule: 'rate(1 day)', command: ['report'], cpu: 512, memory: 4096 }];
    expect(
      view({ workers: [{ name: 'mail', command: ['mail'], cpu: 1024, memory: 2048 }], scheduledTasks: jobs })
        .environments[0],
    ).toMatchObject({ cpu: 1024, memory: 4096 });
    expect(view({ loadBalancer: { enabled: false } }).environments[0]).toMatchObject({ isPublic: false, hasTls: true });
    expect(view({ serviceMode: 'existing' }).environments[0]).toMatchObject({
      isPublic: false,
      supportsAlarms: false,
      maxCapacity: undefined,
    });
  });

  test('a function', () => {
    const view = (options: object = {}) => viewWith(options, DeliveryTarget.LAMBDA).environments[0];
    expect(view()).toMatchObject({ strategy: 'ALL_AT_ONCE', isPublic: false, hasTls: true, memory: 512 });
    expect(view({ functionUrl: { authType: LambdaUrlAuthType.NONE } })).toMatchObject({ isPublic: true });
    expect(view({ functionUrl: { authType: LambdaUrlAuthType.AWS_IAM } })).toMatchObject({ isPublic: false });
    expect(view({ ...ALARMS, reservedConcurrentExecutions: 5 })).toMatchObject({ alarmsNotify: true, maxCapacity: 5 });
    const additional = { name: 'worker', handler: 'worker.handler', functionRoleStatements: [STATEMENT] };
    expect(
      view({
        functionRoleStatements: [STATEMENT],
        additionalFunctions: [{ ...additional, memorySize: 10_240, functionUrl: { authType: LambdaUrlAuthType.NONE } }],
        hooks: { beforeAllowTraffic: { handler: 'check.handler', functionRoleStatements: [STATEMENT] } },
        strategy: 'CANARY',
      }),
    ).toMatchObject({
      isPublic: true,
      memory: 10_240,
      roleStatements: [
        { option: 'functionRoleStatements[0]', ...STATEMENT },
        { option: 'additionalFunctions[0].functionRoleStatements[0]', ...STATEMENT },
        { option: 'hooks.beforeAllowTraffic.functionRoleStatements[0]', ...STATEMENT },
      ],
    });
    const checks = { beforeAllowTraffic: { handler: 'check.handler', memorySize: 1024 } };
    expect(view({ strategy: 'CANARY', hooks: checks })).toMatchObject({ memory: 1024 });
  });

  test('a site', () => {
    expect(viewWith({}, DeliveryTarget.STATIC_SITE).environments[0]).toMatchObject({
      strategy: 'ALL_AT_ONCE',
      isPublic: true,
      hasTls: true,
      hasAlarms: false,
    });
  });

  test('a service on EC2', () => {
    const view = (options: object = {}) => viewWith(options, DeliveryTarget.EC2).environments[0];
    expect(view()).toMatchObject({ strategy: 'ROLLING', isPublic: true, hasTls: false, instanceType: 't4g.small' });
    expect(view({ ...ALARMS, instanceRoleStatements: [STATEMENT] })).toMatchObject({
      alarmsNotify: true,
      roleStatements: [{ option: 'instanceRoleStatements[0]', ...STATEMENT }],
    });
  });
});
