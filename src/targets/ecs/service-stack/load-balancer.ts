import type { DeliveryModel, LoadBalancerModel, ManagedServiceModel, TrafficShiftModel } from '../../../model/model';
import { code, literal, quote } from '../../../printing/typescript';

/** Code that creates the load balancer, its target groups, and its listeners. */
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

/** The subnets of the load balancer. In a new VPC, the CDK selects the right ones. */
function subnets({ network }: ManagedServiceModel, { internetFacing }: LoadBalancerModel): string | undefined {
  switch (network.kind) {
    case 'new':
      return undefined;
    case 'lookup':
      return code`
        // A load balancer accepts only one subnet in each zone.
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
    // Not used: ECS registers each task with its container port. Changing this port would replace the target group.
    port: 80,
    // Same as stopTimeout: a stopping task gets this long to finish its open requests.
    deregistrationDelay: Duration.seconds(${String(stopTimeout)}),
    healthCheck: {
      path: ${quote(healthCheckPath!)},
      healthyHttpCodes: '200',
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },`;
  return shift
    ? code`
        // The two target groups alternate: one serves the live revision, the other receives the next.
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
    ? '// The listener rule matches every request.\ndefaultAction: elbv2.ListenerAction.fixedResponse(404),'
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
    // ECS changes these weights when it shifts traffic. If CloudFormation updates a rule, it resets the weights and can
    // send live traffic to the wrong target group, so no property of a rule may depend on a release.
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
      description: 'Lets ECS shift traffic between the target groups.',
      // No aws:SourceAccount condition: AWS does not document that ECS sets this key when it assumes the role.
      assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonECSInfrastructureRolePolicyForLoadBalancers'),
      ],
    });`;
}

function testListener(port: number, https: boolean): string {
  return code`
    // Serves the new revision during a deployment.
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
