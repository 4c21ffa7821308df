import type { LibraryRuleOptions } from '../../options';
import type { RuleDefinition } from './library-rule';

/** Load balancers that clients on the internet can reach use TLS. */
export const PUBLIC_LOAD_BALANCER_WITHOUT_TLS: RuleDefinition<LibraryRuleOptions, undefined> = {
  code: 'public-load-balancer-without-tls',
  title: 'Public load balancers use TLS',
  description:
    'Without TLS, everybody on the network path can read and change requests. Functions and static sites always use TLS.',
  url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  options: {},
  read: () => undefined,
  check: ({ environments }) =>
    environments
      .filter(({ isPublic, hasTls }) => isPublic && !hasTls)
      .map(({ name }) => ({
        option: 'loadBalancer.certificateArn',
        environment: name,
        message: 'is not set, so clients on the internet connect without TLS',
        fix: 'Set it to the ARN of an ACM certificate, or set loadBalancer.internetFacing to false.',
      })),
};
