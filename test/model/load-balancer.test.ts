import { type LoadBalancerOptions, LoadBalancerProtocolVersion } from '../../src/options';
import { problemsOf, resolve } from './resolving';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1234';
const WEB_ACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1a2b';

const METHOD = '/grpc.health.v1.Health/Check';

function loadBalancerOf(loadBalancer: LoadBalancerOptions) {
  return resolve({ loadBalancer }).environments[0]!.managed!.loadBalancer!;
}

describe('the health check of the load balancer', () => {
  test('has a timeout that is shorter than the shortest interval', () => {
    expect(loadBalancerOf({ healthCheck: { intervalSeconds: 5 } }).healthCheck.timeoutSeconds).toBe(4);
  });

  test('of an environment inherits each option that the environment does not set', () => {
    const { environments } = resolve({
      loadBalancer: { healthCheck: { path: '/ready', intervalSeconds: 30 } },
      environments: [{ name: 'staging', loadBalancer: { healthCheck: { intervalSeconds: 10 } } }, { name: 'live' }],
    });
    expect(environments.map(({ managed }) => managed!.loadBalancer!.healthCheck)).toMatchObject([
      { path: '/ready', intervalSeconds: 10 },
      { path: '/ready', intervalSeconds: 30 },
    ]);
  });

  test.each<[string, object, string]>([
    [
      'a timeout that is not shorter than the interval',
      { healthCheck: { intervalSeconds: 10, timeoutSeconds: 10 } },
      'loadBalancer.healthCheck.timeoutSeconds: 10 is not shorter than intervalSeconds (allowed: 2 to 9). Reduce timeoutSeconds, or increase intervalSeconds. [health-check-timeout]',
    ],
    [
      'an interval of 4 seconds',
      { healthCheck: { intervalSeconds: 4 } },
      'loadBalancer.healthCheck.intervalSeconds: 4 is out of range (allowed: 5 to 300). Use a value in this range. [out-of-range]',
    ],
    [
      'a threshold of 1',
      { healthCheck: { unhealthyThreshold: 1 } },
      'loadBalancer.healthCheck.unhealthyThreshold: 1 is out of range (allowed: 2 to 10). Use a value in this range. [out-of-range]',
    ],
    [
      'a status code above 499, which an Application Load Balancer does not accept',
      { healthCheck: { successCodes: '200-503' } },
      'loadBalancer.healthCheck.successCodes: "200-503" is not valid (allowed: HTTP status codes from 200 to 499, for example 200,301 or 200-399). Correct the value. [invalid-format]',
    ],
    [
      'a grace period that ends before a task can become healthy',
      { healthCheck: { intervalSeconds: 60, healthyThreshold: 5 } },
      'loadBalancer.healthCheckGracePeriodSeconds: 120 is too short for a new task to become healthy, which takes 300 seconds: healthCheck.intervalSeconds times healthCheck.healthyThreshold (allowed: 300 to 7200). Increase healthCheckGracePeriodSeconds, or reduce healthCheck.intervalSeconds or healthCheck.healthyThreshold. [grace-period-too-short]',
    ],
  ])('rejects %s', (_name, loadBalancer, line) => {
    expect(problemsOf({ loadBalancer })).toEqual([line]);
  });
});

describe('the attributes of the load balancer', () => {
  test('include status code 0 for gRPC health checks', () => {
    const protocolVersion = LoadBalancerProtocolVersion.GRPC;
    const successOf = (healthCheck: LoadBalancerOptions['healthCheck']) =>
      loadBalancerOf({ protocolVersion, certificateArn: CERTIFICATE, healthCheck }).healthCheck.successCodes;
    expect(successOf({ path: METHOD })).toBe('0');
    expect(successOf({ path: METHOD, successCodes: '0-5' })).toBe('0-5');
  });

  test.each<[string, object, string]>([
    [
      'HTTP/2 without a certificate',
      { loadBalancer: { protocolVersion: LoadBalancerProtocolVersion.HTTP2 } },
      'loadBalancer.protocolVersion: "HTTP2" requires HTTPS between clients and the load balancer. Set certificateArn or hostedZone, or use LoadBalancerProtocolVersion.HTTP1. [https-required]',
    ],
    [
      'gRPC health checks without a method',
      { loadBalancer: { protocolVersion: LoadBalancerProtocolVersion.GRPC, certificateArn: CERTIFICATE } },
      'loadBalancer.healthCheck.path: is missing (allowed: a gRPC method, for example /grpc.health.v1.Health/Check). Set the method that the load balancer calls. [missing-option]',
    ],
    [
      'HTTP status codes for gRPC',
      {
        loadBalancer: {
          protocolVersion: LoadBalancerProtocolVersion.GRPC,
          certificateArn: CERTIFICATE,
          healthCheck: { path: METHOD, successCodes: '200' },
        },
      },
      'loadBalancer.healthCheck.successCodes: "200" is not valid (allowed: gRPC status codes from 0 to 99, for example 0,12 or 0-5). Correct the value. [invalid-format]',
    ],
    [
      'a deregistration delay that a deployment cannot wait for',
      { deploymentTimeoutMinutes: 10, loadBalancer: { deregistrationDelaySeconds: 600 } },
      'loadBalancer.deregistrationDelaySeconds: 600 is not shorter than the deployment timeout, which is 10 minutes (allowed: 0 to 599). Reduce deregistrationDelaySeconds, or increase deploymentTimeoutMinutes. [deregistration-delay]',
    ],
    [
      'a web ACL in another Region',
      { loadBalancer: { webAclArn: WEB_ACL } },
      `loadBalancer.webAclArn: "${WEB_ACL}" is in a different Region (allowed: us-east-1). The web ACL must be in the same account and Region as the load balancer. [wrong-account-or-region]`,
    ],
    [
      'a web ACL for CloudFront',
      { loadBalancer: { webAclArn: WEB_ACL.replace('regional', 'global') } },
      `loadBalancer.webAclArn: "${WEB_ACL.replace('regional', 'global')}" is not valid (allowed: arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>). Specify the ARN of a web ACL with the scope REGIONAL. [invalid-format]`,
    ],
    [
      'an idle timeout of 0 seconds',
      { loadBalancer: { idleTimeoutSeconds: 0 } },
      'loadBalancer.idleTimeoutSeconds: 0 is out of range (allowed: 1 to 4000). Use a value in this range. [out-of-range]',
    ],
    [
      'a stickiness of more than a week',
      { loadBalancer: { stickinessSeconds: 604_801 } },
      'loadBalancer.stickinessSeconds: 604801 is out of range (allowed: 1 to 604800). Use a value in this range. [out-of-range]',
    ],
  ])('exclude %s', (_name, options, line) => {
    expect(problemsOf(options)).toEqual([line]);
  });
});

describe('the domain names', () => {
  const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };

  test('start with the one in the URL, and contain each name once', () => {
    const { domainNames, https } = loadBalancerOf({
      domainName: 'orders.example.com',
      additionalDomainNames: ['shop.example.com', 'orders.example.com'],
      hostedZone,
    });
    expect({ domainNames, https }).toEqual({ domainNames: ['orders.example.com', 'shop.example.com'], https: true });
  });

  test.each<[string, LoadBalancerOptions, string]>([
    [
      'a hosted zone without a domain name',
      { hostedZone },
      'loadBalancer.hostedZone: requires domainName. Set domainName, or remove hostedZone. [domain-name-required]',
    ],
    [
      'further names without the first one',
      { additionalDomainNames: ['shop.example.com'], certificateArn: CERTIFICATE },
      'loadBalancer.additionalDomainNames: requires domainName. Set domainName, or remove additionalDomainNames. [domain-name-required]',
    ],
    [
      'names outside the zone',
      { domainName: 'example.com', additionalDomainNames: ['shop.notexample.com'], hostedZone },
      'loadBalancer.hostedZone: does not contain shop.notexample.com (allowed: example.com and names that end with .example.com). Correct the domain names or the zone. [domain-outside-zone]',
    ],
    [
      'the ARN of a zone',
      { domainName: 'example.com', hostedZone: { ...hostedZone, id: 'arn:aws:route53:::hostedzone/Z1' } },
      'loadBalancer.hostedZone.id: "arn:aws:route53:::hostedzone/Z1" is not valid (allowed: the ID of a hosted zone: Z followed by uppercase letters and digits). Correct the value. [invalid-format]',
    ],
  ])('exclude %s', (_name, loadBalancer, line) => {
    expect(problemsOf({ loadBalancer })).toEqual([line]);
  });
});

test('an option for an existing load balancer is not mistaken for the certificate', () => {
  const [line] = problemsOf({ loadBalancer: { arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:x' } });
  expect(line).toMatch(/^loadBalancer\.arn: is not a known option \(allowed: .*\)\. Remove it, or correct the name\./);
});
