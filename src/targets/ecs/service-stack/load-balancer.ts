import type {
  DeliveryModel,
  ExistingLoadBalancerModel,
  LoadBalancerModel,
  ManagedServiceModel,
  TrafficShiftModel,
} from '../../../model/model';
import { LoadBalancerProtocolVersion, TargetProtocol } from '../../../options';
import { code, quote } from '../../../printing/typescript';
import { certificates, hostedZone, idleTimeout, webAcl } from '../../shared/load-balancer';
import { loadBalancerSubnets } from '../../shared/network';
import {
  existingListener,
  existingTargetGroup,
  existingTestListener,
  forwardingRule,
  matching,
} from './existing-load-balancer';

/** Code that creates the load balancer, its target groups, and its listeners. */
export function loadBalancerCode(
  model: DeliveryModel,
  managed: ManagedServiceModel,
  loadBalancer: LoadBalancerModel,
): string {
  const { shift } = managed.deployment;
  const { existing } = loadBalancer;
  if (existing) {
    return existingCode(model, loadBalancer, existing, shift);
  }
  return code`
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      ${loadBalancerSubnets(managed.network, loadBalancer.internetFacing)}
      internetFacing: ${String(loadBalancer.internetFacing)},
      securityGroup: loadBalancerSecurityGroup,
      dropInvalidHeaderFields: ${String(loadBalancer.dropInvalidHeaderFields)},
      ${idleTimeout(loadBalancer)}
    });
    ${loadBalancer.accessLogsBucket && accessLogs(loadBalancer.accessLogsBucket)}
    ${loadBalancer.webAclArn && webAcl(loadBalancer.webAclArn)}

    ${targetGroups(model, loadBalancer, shift)}

    ${loadBalancer.hostedZone && hostedZone(loadBalancer.hostedZone, loadBalancer.domainNames)}

    ${listeners(loadBalancer, shift)}

    ${shift && shiftCode(loadBalancer, shift)}`;
}

/** Code that connects the service to an existing load balancer. */
function existingCode(
  model: DeliveryModel,
  loadBalancer: LoadBalancerModel,
  { targetGroupArn, loadBalancerArn, listenerArn, rule }: ExistingLoadBalancerModel,
  shift: TrafficShiftModel | undefined,
): string {
  if (targetGroupArn) {
    return existingTargetGroup(targetGroupArn, loadBalancerArn);
  }
  return code`
    ${targetGroups(model, loadBalancer, shift)}

    ${existingListener('listener', 'Listener', listenerArn!)}

    ${shift ? shiftCode(loadBalancer, shift) : forwardingRule(rule!)}`;
}

function accessLogs(bucket: string): string {
  return `loadBalancer.logAccessLogs(s3.Bucket.fromBucketName(this, 'AccessLogs', ${quote(bucket)}));`;
}

function targetGroups(
  { container }: DeliveryModel,
  { healthCheck, protocolVersion, targetProtocol, deregistrationDelaySeconds, stickinessSeconds }: LoadBalancerModel,
  shift: TrafficShiftModel | undefined,
): string {
  const isGrpc = protocolVersion === LoadBalancerProtocolVersion.GRPC;
  const { healthCheckPath, stopTimeout } = container;
  const properties = code`
    vpc,
    targetType: elbv2.TargetType.IP,
    protocol: elbv2.ApplicationProtocol.${targetProtocol},
    ${protocolVersion === LoadBalancerProtocolVersion.HTTP1 ? undefined : `protocolVersion: elbv2.ApplicationProtocolVersion.${protocolVersion},`}
    // Not used: ECS registers each task with its container port. Changing this port would replace the target group.
    port: 80,
    ${deregistrationDelay(stopTimeout, deregistrationDelaySeconds)}
    ${stickinessSeconds === undefined ? undefined : `stickinessCookieDuration: Duration.seconds(${stickinessSeconds}),`}
    healthCheck: {
      ${targetProtocol === TargetProtocol.HTTP ? undefined : `protocol: elbv2.Protocol.${targetProtocol},`}
      path: ${quote(healthCheck.path ?? healthCheckPath!)},
      ${healthCheck.port === undefined ? undefined : `port: '${healthCheck.port}',`}
      ${isGrpc ? 'healthyGrpcCodes' : 'healthyHttpCodes'}: ${quote(healthCheck.successCodes)},
      interval: Duration.seconds(${String(healthCheck.intervalSeconds)}),
      timeout: Duration.seconds(${String(healthCheck.timeoutSeconds)}),
      healthyThresholdCount: ${String(healthCheck.healthyThreshold)},
      unhealthyThresholdCount: ${String(healthCheck.unhealthyThreshold)},
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

function deregistrationDelay(stopTimeout: number, seconds: number | undefined): string {
  return seconds === undefined
    ? code`
        // Same as stopTimeout: a stopping task gets this long to finish its open requests.
        deregistrationDelay: Duration.seconds(${String(stopTimeout)}),`
    : `deregistrationDelay: Duration.seconds(${seconds}),`;
}

function listeners(loadBalancer: LoadBalancerModel, shift: TrafficShiftModel | undefined): string {
  const action = shift
    ? '// The listener rule matches every request.\ndefaultAction: elbv2.ListenerAction.fixedResponse(404),'
    : 'defaultTargetGroups: [targetGroup],';
  return loadBalancer.https
    ? code`
        ${certificates(loadBalancer)}
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

function shiftCode({ https, existing }: LoadBalancerModel, { testListener: test }: TrafficShiftModel): string {
  const everything = { priority: 1, hostHeaders: [], pathPatterns: ['/*'] };
  return code`
    // ECS changes these weights when it shifts traffic. If CloudFormation updates a rule, it resets the weights and can
    // send live traffic to the wrong target group, so no property of a rule may depend on a release.
    const weights = [
      { targetGroup, weight: 100 },
      { targetGroup: alternateTargetGroup, weight: 0 },
    ];
    const productionRule = new elbv2.ApplicationListenerRule(this, 'ProductionRule', {
      listener,
      ${matching(existing?.rule ?? everything)}
      action: elbv2.ListenerAction.weightedForward(weights),
    });
    ${test && (existing ? existingTestListener(existing) : testListener(test.port!, https))}
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
