import { DeploymentStrategy, Ec2DeploymentMode } from '../../../src/options';
import { ec2Guide } from '../../../src/targets/ec2/guide';
import { filesOf, modelOf, type Options } from './support';

const REFRESH: Options = { deploymentMode: Ec2DeploymentMode.INSTANCE_REFRESH };

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
