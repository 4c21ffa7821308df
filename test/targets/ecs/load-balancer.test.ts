import type { Template } from 'aws-cdk-lib/assertions';
import type { EcsDeliveryOptions } from '../../../src/options';
import { DeploymentStrategy } from '../../../src/options';
import { InfraApp, propertiesOf, removeOutdirs } from '../../support/infra-app';

const STACK = 'orders-api-production-service';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const SUBNETS: Partial<EcsDeliveryOptions> = {
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    taskSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'],
    loadBalancerSubnetIds: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'],
  },
};

const of = (options: Partial<EcsDeliveryOptions>): Template => InfraApp.of({ ...SUBNETS, ...options }).template(STACK);

/** The ports on which the load balancer can connect to the tasks. */
function portsOfTasks(template: Template): number[] {
  return Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
    ({ Properties }) => Properties.ToPort,
  );
}

afterAll(removeOutdirs);

describe('the health check', () => {
  const healthCheck = {
    path: '/ready',
    port: 9000,
    successCodes: '200-399',
    intervalSeconds: 30,
    timeoutSeconds: 20,
    healthyThreshold: 3,
    unhealthyThreshold: 5,
  };
  const template = of({ strategy: DeploymentStrategy.CANARY, loadBalancer: { healthCheck } });

  test.each(['TargetGroup', 'AlternateTargetGroup'])('of the %s has the options of the config', (id) => {
    expect(propertiesOf(template, TARGET_GROUP, id)).toMatchObject({
      HealthCheckPath: '/ready',
      HealthCheckPort: '9000',
      Matcher: { HttpCode: '200-399' },
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 20,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 5,
    });
  });

  test('can connect to its own port', () => {
    expect(portsOfTasks(template)).toEqual([3000, 9000]);
    expect(portsOfTasks(of({}))).toEqual([3000]);
  });
});
