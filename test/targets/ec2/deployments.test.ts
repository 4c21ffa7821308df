import { Ec2DeploymentMode } from '../../../src/options';
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
