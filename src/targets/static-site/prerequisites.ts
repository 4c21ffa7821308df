import type { Prerequisite } from '../../core/prerequisite';
import { loadBalancerPrerequisites } from '../shared/prerequisites';
import type { SiteEnvironmentModel } from './model';

/** What must exist before the site can be deployed to the environment. CloudFront needs the same as a load balancer. */
export function sitePrerequisites(environment: SiteEnvironmentModel): Prerequisite[] {
  const { domain, webAclArn } = environment;
  return loadBalancerPrerequisites(environment, {
    certificateArn: domain?.certificateArn,
    hostedZone: domain?.hostedZone,
    webAclArn,
  });
}
