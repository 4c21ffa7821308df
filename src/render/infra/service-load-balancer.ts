import type { DeliveryModel, LoadBalancerModel, ManagedServiceModel, TrafficShiftModel } from '../../model/model';
import { code, literal, quote } from './typescript';

/** The load balancer, its target groups and its listeners. */
export function loadBalancerCode(
  model: DeliveryModel,
  managed: ManagedServiceModel,
  loadBalancer: LoadBalancerModel,
): string {
  const { shift } = managed.deployment;
  return code`
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      ${subnets(managed, loadBalancer)}
      internetFacing: ${String(loadBalancer.internetFacing)},
      securityGroup: loadBalancerSecurityGroup,
      dropInvalidHeaderFields: true,
    });
    ${loadBalancer.accessLogsBucket && accessLogs(loadBalancer.accessLogsBucket)}

    ${targetGroups(model, shift)}

    ${listeners(loadBalancer, shift)}

    ${shift && shiftCode(loadBalancer, shift)}`;
}

/** In a VPC of our own, the CDK finds the right ones. */
function subnets({ network }: ManagedServiceModel, { internetFacing }: LoadBalancerModel): string | undefined {
  switch (network.kind) {
    case 'new':
      return undefined;
    case 'lookup':
      return code`
        // A load balancer takes one subnet of each zone.
        vpcSubnets: { ${internetFacing ? 'subnetType: ec2.SubnetType.PUBLIC, ' : undefined}onePerAz: true },`;
    case 'subnets':
      return code`
        vpcSubnets: {
          subnets: ${literal(network.loadBalancerSubnetIds)}.map((subnetId) =>
            ec2.Subnet.fromSubnetId(this, subnetId, subnetId),
          ),
        },`;
  }
}

function accessLogs(bucket: string): string {
  return `loadBalancer.logAccessLogs(s3.Bucket.fromBucketName(this, 'AccessLogs', ${quote(bucket)}));`;
}

function targetGroups({ container }: DeliveryModel, shift: TrafficShiftModel | undefined): string {
  const { healthCheckPath, stopTimeout } = container;
  const properties = code`
    vpc,
    targetType: elbv2.TargetType.IP,
    protocol: elbv2.ApplicationProtocol.HTTP,
    // ECS registers each task with its own port. A change of this one would replace the target group.
    port: 80,
    // A task that is to stop gets no new requests, and has as long for those it is at as it has to shut down.
    deregistrationDelay: Duration.seconds(${String(stopTimeout)}),
    healthCheck: {
      path: ${quote(healthCheckPath)},
      healthyHttpCodes: '200',
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },`;
  return shift
    ? code`
        // Revisions take turns: one target group has the live one, the other gets the next.
        const targets: elbv2.ApplicationTargetGroupProps = {
          ${properties}
        };
        const targetGroup = new elbv2.ApplicationTargetGroup(this, 'TargetGroup', targets);
        const alternateTargetGroup = new elbv2.ApplicationTargetGroup(this, 'AlternateTargetGroup', targets);`
    : code`
        const targetGroup = new elbv2.ApplicationTargetGroup(this, 'TargetGroup', {
          ${properties}
        });`;
}

function listeners({ certificateArn }: LoadBalancerModel, shift: TrafficShiftModel | undefined): string {
  const action = shift
    ? '// The rule takes every request.\ndefaultAction: elbv2.ListenerAction.fixedResponse(404),'
    : 'defaultTargetGroups: [targetGroup],';
  return certificateArn
    ? code`
        const certificates = [
          elbv2.ListenerCertificate.fromArn(${quote(certificateArn)}),
        ];
        const listener = loadBalancer.addListener('Https', {
          port: 443,
          certificates,
          sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
          open: false,
          ${action}
        });
        loadBalancer.addListener('Http', {
          port: 80,
          open: false,
          defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
        });`
    : code`
        const listener = loadBalancer.addListener('Http', {
          port: 80,
          open: false,
          ${action}
        });`;
}

function shiftCode({ certificateArn }: LoadBalancerModel, { testListener: test }: TrafficShiftModel): string {
  return code`
    // ECS rewrites the weights of its rules as it shifts traffic. Changing a rule here sets them back, which would send
    // live traffic to the wrong target group: nothing in it may depend on a release.
    const weights = [
      { targetGroup, weight: 100 },
      { targetGroup: alternateTargetGroup, weight: 0 },
    ];
    const productionRule = new elbv2.ApplicationListenerRule(this, 'ProductionRule', {
      listener,
      priority: 1,
      conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
      action: elbv2.ListenerAction.weightedForward(weights),
    });
    ${test && testListener(test.port, certificateArn !== undefined)}
    const infrastructureRole = new iam.Role(this, 'InfrastructureRole', {
      description: 'ECS: shifts traffic between the target groups.',
      // No condition on the account: ECS is not documented to name it when it takes this role.
      assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonECSInfrastructureRolePolicyForLoadBalancers'),
      ],
    });`;
}

function testListener(port: number, https: boolean): string {
  return code`
    // Reaches the new revision during a deployment.
    const testListener = loadBalancer.addListener('Test', {
      port: ${String(port)},
      protocol: elbv2.ApplicationProtocol.${https ? 'HTTPS' : 'HTTP'},
      ${https ? 'certificates,\nsslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,' : undefined}
      open: false,
      defaultAction: elbv2.ListenerAction.fixedResponse(404),
    });
    const testRule = new elbv2.ApplicationListenerRule(this, 'TestRule', {
      listener: testListener,
      priority: 1,
      conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
      action: elbv2.ListenerAction.weightedForward(weights),
    });`;
}
