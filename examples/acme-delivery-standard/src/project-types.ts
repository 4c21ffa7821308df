import {
  type DeliveryProjectOptions,
  Ec2ServiceProject,
  type Ec2ServiceProjectOptions,
  EcsServiceProject,
  type EcsServiceProjectOptions,
  LambdaFunctionProject,
  type LambdaFunctionProjectOptions,
  StaticSiteProject,
  type StaticSiteProjectOptions,
} from 'projen-aws-delivery';
import { AcmeStandard } from './standard';

const STANDARD = new AcmeStandard();

/** A repository cannot replace the standard. Pull requests upgrade this package, as README.md describes. */
function withStandard<O extends DeliveryProjectOptions & { readonly standard?: unknown }>(options: O): O {
  if (options.standard !== undefined && options.standard !== STANDARD) {
    throw new Error('standard: cannot be set, because the project types of acme-delivery set it. Remove it.');
  }
  const packages = ['acme-delivery', 'projen-aws-delivery'];
  return {
    ...options,
    standard: STANDARD,
    // In a monorepo, the root project is responsible for the packages.
    ...(options.parent ? {} : { upgrade: { packages, ...options.upgrade } }),
  };
}

/**
 * A service on Amazon ECS that follows the standard of acme.
 *
 * @pjid acme-ecs-service
 */
export class AcmeEcsService extends EcsServiceProject {
  public constructor(options: EcsServiceProjectOptions) {
    super(withStandard(options));
  }
}

/**
 * A function on AWS Lambda that follows the standard of acme.
 *
 * @pjid acme-lambda-function
 */
export class AcmeLambdaFunction extends LambdaFunctionProject {
  public constructor(options: LambdaFunctionProjectOptions) {
    super(withStandard(options));
  }
}

/**
 * A static site on Amazon S3 and Amazon CloudFront that follows the standard of acme.
 *
 * @pjid acme-static-site
 */
export class AcmeStaticSite extends StaticSiteProject {
  public constructor(options: StaticSiteProjectOptions) {
    super(withStandard(options));
  }
}

/**
 * A service on Amazon EC2 instances that follows the standard of acme.
 *
 * @pjid acme-ec2-service
 */
export class AcmeEc2Service extends Ec2ServiceProject {
  public constructor(options: Ec2ServiceProjectOptions) {
    super(withStandard(options));
  }
}
