import type { EcsDeliveryOptions } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const of = (autoScaling: Partial<EcsDeliveryOptions['autoScaling']>) =>
  InfraApp.of({
    loadBalancer: { enabled: false },
    network: { vpcId: 'vpc-0123456789abcdef0', taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] },
    autoScaling: { maxCapacity: 8, ...autoScaling },
  }).template('orders-api-production-service');

afterAll(removeOutdirs);

test('the number of tasks changes at the times of the config', () => {
  const template = of({
    schedules: [
      { cron: '0 20 ? * MON-FRI *', minCapacity: 0, maxCapacity: 0, timeZone: 'Europe/Berlin' },
      { cron: '0 6 ? * MON-FRI *', minCapacity: 2, maxCapacity: 8, timeZone: 'Europe/Berlin' },
    ],
  });
  const target = propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ScalableTarget');
  expect(target.ScheduledActions).toEqual([
    {
      ScheduledActionName: 'schedule-1',
      Schedule: 'cron(0 20 ? * MON-FRI *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 },
    },
    {
      ScheduledActionName: 'schedule-2',
      Schedule: 'cron(0 6 ? * MON-FRI *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 8 },
    },
  ]);
});

test('each scaling policy has the cooldowns of the config', () => {
  const template = of({
    cpuUtilization: 60,
    memoryUtilization: 80,
    scaleInCooldownSeconds: 600,
    scaleOutCooldownSeconds: 0,
  });
  for (const policy of ['ScaleByCpu', 'ScaleByMemory']) {
    expect(
      propertiesOf(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', policy)
        .TargetTrackingScalingPolicyConfiguration,
    ).toMatchObject({ ScaleInCooldown: 600, ScaleOutCooldown: 0 });
  }
});
