import { iamArnOf, type Place } from './aws';

/** The ARNs of the CDK bootstrap roles that deploy a stack. */
export interface BootstrapRoles {
  readonly deploy: string;
  readonly filePublishing: string;
}

/** The CDK bootstrap roles in an account and Region. */
export function bootstrapRoles(place: Place, qualifier: string): BootstrapRoles {
  return {
    deploy: bootstrapRole('deploy', place, qualifier),
    filePublishing: bootstrapRole('file-publishing', place, qualifier),
  };
}

/** The role with which CloudFormation creates the resources of a stack. */
export function executionRole(place: Place, qualifier: string): string {
  return bootstrapRole('cfn-exec', place, qualifier);
}

/** https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
function bootstrapRole(purpose: string, place: Place, qualifier: string): string {
  return iamArnOf(place, `role/cdk-${qualifier}-${purpose}-role-${place.account}-${place.region}`);
}
