import { github, javascript } from 'projen';
import {
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

/** A repository cannot replace the standard. */
function withStandard<O extends { readonly standard?: unknown }>(options: O): O {
  if (options.standard !== undefined && options.standard !== STANDARD) {
    throw new Error('standard: cannot be set, because the project types of acme-delivery set it. Remove it.');
  }
  return { ...options, standard: STANDARD };
}

/** Every week, a pull request upgrades this package and regenerates the files. README.md describes the setup. */
function addUpgrade(project: javascript.NodeProject, githubActions: { readonly enabled?: boolean } = {}): void {
  if (project.parent || project.ejected) {
    return;
  }
  const usesGithub = githubActions.enabled !== false;
  if (usesGithub) {
    new github.GitHub(project, { mergify: false, pullRequestLint: false });
  }
  new javascript.UpgradeDependencies(project, {
    taskName: 'upgrade-standard',
    include: ['acme-delivery', 'projen-aws-delivery'],
    target: 'latest',
    pullRequestTitle: 'upgrade the standard of acme',
    pullRequestDescription: 'Upgrades acme-delivery and regenerates the files. The diff shows what changes.',
    workflow: usesGithub,
    workflowOptions: {
      projenCredentials: github.GithubCredentials.fromApp(),
      schedule: javascript.UpgradeDependenciesSchedule.WEEKLY,
    },
  });
}

/**
 * A service on Amazon ECS that follows the standard of acme.
 *
 * @pjid acme-ecs-service
 */
export class AcmeEcsService extends EcsServiceProject {
  public constructor(options: EcsServiceProjectOptions) {
    super(withStandard(options));
    addUpgrade(this, options.githubActions);
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
    addUpgrade(this, options.githubActions);
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
    addUpgrade(this, options.githubActions);
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
    addUpgrade(this, options.githubActions);
  }
}
