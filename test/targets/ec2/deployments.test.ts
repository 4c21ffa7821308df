import { DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import { ec2Guide, settingsOf } from '../../../src/targets/ec2/guide';
import { filesOf, modelOf, type Options } from './support';

const REFRESH: Options = { deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH };

const environmentOf = (options: Options) => modelOf(options).environments[0]!;

/** How the guide describes the strategy. */
const strategyText = (options: Options) =>
  settingsOf(environmentOf(options)).find(({ title }) => title === 'Strategy')!.value;

describe('a change of the deployment mode', () => {
  const groupsOf = (options: Options) =>
    /new autoscaling\.AutoScalingGroup\(this, '(\w+)', \{\n\s*autoScalingGroupName: '([\w-]+)'/
      .exec(filesOf(options)['infra/service-stack.ts']!)!
      .slice(1);

  test('creates another group, so that CloudFormation deletes the existing one last', () => {
    expect(groupsOf({})).toEqual(['AutoScalingGroup', 'orders-api-production']);
    expect(groupsOf(REFRESH)).toEqual(['Instances', 'orders-api-production-instances']);
  });

  test.each<readonly [string, Options, string]>([
    ['an instance refresh', REFRESH, 'CloudFormation deletes the instances'],
    ['CodeDeploy', {}, 'the service is unavailable in between'],
  ])('to %s is described in the guide', (_name, options, consequence) => {
    const line = ec2Guide(modelOf(options)).beforeRelease.find((each) => each.startsWith('To change `deploymentMode`'));
    expect(line).toContain('deploy all stacks except the service stack, and then release');
    expect(line).toContain(consequence);
  });
});

describe('the alarm for errors of the load balancer', () => {
  const exists = (options: Options) => filesOf(options)['infra/service-stack.ts']!.includes("'LoadBalancer5xxAlarm'");
  const ONE = { autoScaling: { minCapacity: 1 } };

  test.each<readonly [string, Options, boolean]>([
    ['two instances', {}, true],
    ['all at once', { strategy: DeploymentStrategy.ALL_AT_ONCE }, false],
    ['one instance', ONE, false],
    ['one instance at a time', { strategyParameters: { oneAtATime: true } }, true],
    ['one instance, one at a time', { ...ONE, strategyParameters: { oneAtATime: true } }, false],
    ['a minimum of 0%', { strategyParameters: { minimumHealthyPercent: 0 } }, false],
    ['a refresh of one instance', { ...REFRESH, ...ONE }, true],
    [
      'a refresh that first terminates the only instance',
      { ...REFRESH, ...ONE, strategyParameters: { minimumHealthyPercent: 90 } },
      false,
    ],
    [
      'a refresh with a minimum of 0%',
      { ...REFRESH, strategyParameters: { minimumHealthyPercent: 0, maximumHealthyPercent: 100 } },
      false,
    ],
  ])('%s', (_name, options, expected) => {
    expect(exists(options)).toBe(expected);
  });
});

describe.each<readonly [string, Options]>([
  ['CodeDeploy', {}],
  ['an instance refresh', REFRESH],
])('a rollback with %s', (_name, mode) => {
  test.each([
    [30, 60, 75],
    [75, 150, 165],
    [300, 330, 345],
  ])('can wait for two deployments of %d minutes, within the limit of a GitHub job', (minutes, wait, session) => {
    const options = { ...mode, deploymentTimeoutMinutes: minutes };
    const workflow = filesOf(options)['.github/workflows/rollback.yml']!;
    expect(environmentOf(options).rollbackTimeout).toBe(wait);
    expect(workflow).toContain(`timeout-minutes: ${wait + 15}\n`);
    // The credentials last as long as the job.
    expect(workflow).toContain(`role-duration-seconds: ${60 * session}\n`);
    expect(wait + 15).toBeLessThanOrEqual(session);
  });
});

describe('the default timeout of an instance refresh', () => {
  test.each<readonly [number | string, Options['loadBalancer'], number]>([
    ['the default delay', undefined, 75],
    ['no load balancer', { enabled: false }, 75],
    ['a delay of 60 seconds', { deregistrationDelaySeconds: 60 }, 75],
    ['a delay of 61 seconds', { deregistrationDelaySeconds: 61 }, 84],
    ['a delay of 15 minutes', { deregistrationDelaySeconds: 900 }, 201],
  ])('of 9 instances includes the time to finish open requests: %s', (_name, loadBalancer, minutes) => {
    expect(environmentOf({ ...REFRESH, autoScaling: { minCapacity: 9 }, loadBalancer }).deploymentTimeoutMinutes).toBe(
      minutes,
    );
  });
});

describe('the default bake time of a blue/green refresh', () => {
  const BLUE_GREEN: Options = { ...REFRESH, strategy: DeploymentStrategy.BLUE_GREEN };

  test('observes the alarms', () => {
    expect(environmentOf(BLUE_GREEN).strategy.bakeTimeInMinutes).toBe(5);
    expect(strategyText(BLUE_GREEN)).toContain('The alarms are observed for another 5 minutes.');
  });

  test('is 0 without alarms', () => {
    const options = { ...BLUE_GREEN, alarms: { enabled: false } };
    expect(environmentOf(options).strategy.bakeTimeInMinutes).toBe(0);
    expect(strategyText(options)).not.toContain('alarms');
    expect(filesOf(options)['infra/service-stack.ts']).not.toContain('bakeTime:');
  });
});

test('the guide says that a single instance does not stay in service', () => {
  expect(strategyText({ autoScaling: { minCapacity: 1 } })).toBe(
    'Rolling. The service can be unavailable while the instances are updated.',
  );
  expect(strategyText({ autoScaling: { minCapacity: 2 } })).toBe(
    'Rolling. At least 50% of the instances stay in service.',
  );
});
