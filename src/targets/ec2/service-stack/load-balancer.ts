import { code, literal, quote } from '../../../printing/typescript';
import { certificates, hostedZone, idleTimeout, webAcl } from '../../shared/load-balancer';
import { loadBalancerSubnets } from '../../shared/network';
import type { Ec2EnvironmentModel, Ec2LoadBalancerModel, Ec2Model } from '../model';

/** Code that creates the load balancer, its target group, and its listeners. */
export function loadBalancerCode(
  { service, instances }: Ec2Model,
  environment: Ec2EnvironmentModel,
  loadBalancer: Ec2LoadBalancerModel,
): string {
  const { accessLogsBucket, domainNames, hostedZone: zone, internetFacing, webAclArn } = loadBalancer;
  return code`
    ${securityGroup(`${service} in ${environment.name}`, loadBalancer)}
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      ${loadBalancerSubnets(environment.network, internetFacing)}
      internetFacing: ${String(internetFacing)},
      securityGroup: loadBalancerSecurityGroup,
      dropInvalidHeaderFields: true,
      ${idleTimeout(loadBalancer)}
    });
    ${accessLogsBucket && `loadBalancer.logAccessLogs(s3.Bucket.fromBucketName(this, 'AccessLogs', ${quote(accessLogsBucket)}));`}
    ${webAclArn && webAcl(webAclArn)}

    const targetGroup = new elbv2.ApplicationTargetGroup(this, 'TargetGroup', {
      vpc,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: ${String(instances.port)},
      // Also allows the load balancer to connect to the instances.
      targets: [autoScalingGroup],
      // An instance gets this long to finish its open requests.
      deregistrationDelay: Duration.seconds(${String(loadBalancer.deregistrationDelaySeconds)}),
      healthCheck: {
        path: ${quote(instances.healthCheckPath)},
        healthyHttpCodes: '200',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });

    ${zone && hostedZone(zone, domainNames)}

    ${listeners(loadBalancer)}`;
}

function securityGroup(what: string, { https, allowedCidrs }: Ec2LoadBalancerModel): string {
  return code`
    const loadBalancerSecurityGroup = new ec2.SecurityGroup(this, 'LoadBalancerSecurityGroup', {
      vpc,
      description: ${quote(`Load balancer of ${what}`)},
      allowAllOutbound: false,
    });
    for (const cidr of ${literal(allowedCidrs)}) {
      ${(https ? [443, 80] : [80])
        .map((port) => `loadBalancerSecurityGroup.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(${port}));`)
        .join('\n')}
    }`;
}

function listeners(loadBalancer: Ec2LoadBalancerModel): string {
  return loadBalancer.https
    ? code`
        ${certificates(loadBalancer)}
        loadBalancer.addListener('Https', {
          port: 443,
          certificates,
          sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
          open: false,
          defaultTargetGroups: [targetGroup],
        });
        loadBalancer.addListener('Http', {
          port: 80,
          open: false,
          defaultAction: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
        });`
    : code`
        loadBalancer.addListener('Http', {
          port: 80,
          open: false,
          defaultTargetGroups: [targetGroup],
        });`;
}
