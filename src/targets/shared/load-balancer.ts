import { code, literal, quote } from '../../printing/typescript';

/** Code for load balancers that a stack creates, as the constant `loadBalancer`. */

/** The domain names of a load balancer, and where their certificate and DNS records come from. */
interface Domain {
  /** `undefined`: the stack creates the certificate. */
  readonly certificateArn?: string;
  readonly domainNames: readonly string[];
}

/** The default of Elastic Load Balancing is not written. */
export function idleTimeout({ idleTimeoutSeconds }: { readonly idleTimeoutSeconds: number }): string | undefined {
  return idleTimeoutSeconds === 60 ? undefined : `idleTimeout: Duration.seconds(${idleTimeoutSeconds}),`;
}

/** Code that protects the load balancer with a web ACL. */
export function webAcl(arn: string): string {
  return code`
    new wafv2.CfnWebACLAssociation(this, 'WebAcl', {
      resourceArn: loadBalancer.loadBalancerArn,
      webAclArn: ${quote(arn)},
    });`;
}

/** Code that creates the DNS records of the load balancer. */
export function hostedZone(
  zone: { readonly id: string; readonly name: string },
  domainNames: readonly string[],
): string {
  return code`
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: ${quote(zone.id)},
      zoneName: ${quote(zone.name)},
    });
    for (const recordName of ${literal(domainNames)}) {
      new route53.ARecord(this, \`Record-\${recordName}\`, {
        zone,
        recordName,
        target: route53.RecordTarget.fromAlias(new route53Targets.LoadBalancerTarget(loadBalancer)),
      });
    }`;
}

/** Code that imports or creates the certificate, as the constant `certificates`. */
export function certificates({ certificateArn, domainNames }: Domain): string {
  if (certificateArn) {
    return code`
      const certificates = [
        elbv2.ListenerCertificate.fromArn(${quote(certificateArn)}),
      ];`;
  }
  const [domainName, ...others] = domainNames;
  return code`
    const certificates = [
      new acm.Certificate(this, 'Certificate', {
        domainName: ${literal(domainName)},
        ${others.length > 0 ? `subjectAlternativeNames: ${literal(others)},` : undefined}
        validation: acm.CertificateValidation.fromDns(zone),
      }),
    ];`;
}
