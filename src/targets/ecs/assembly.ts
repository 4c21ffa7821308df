import type { DeliveryModel } from '../../model/model';
import type { WorkflowStep } from '../../engines/github-actions/workflow-step';

/** The synthesized CDK app. A release of a managed service deploys a stack from it. */

/** The major version of Node.js that runs the CDK. Available in every CodeBuild image and on every GitHub runner. */
export const NODE_FOR_CDK = 24;

/** The name of the GitHub artifact that contains the synthesized app. */
export const ASSEMBLY_ARTIFACT = 'cdk.out';

/** Whether a release deploys a stack. If so, the app must be synthesized first. */
export function deploysAssembly({ serviceKind }: DeliveryModel): boolean {
  return serviceKind === 'managed';
}

/** Whether the CDK must look up resources in an account. */
export function looksUp({ environments }: DeliveryModel): boolean {
  return environments.some(({ managed }) => managed?.network.kind === 'lookup');
}

/** The build has no credentials for lookups, so synthesis fails if a value is missing from `cdk.context.json`. */
export function synthCommands({ infra }: DeliveryModel): string[] {
  const synth = 'npx cdk synth --quiet --no-lookups';
  return [infra.ownPackage ? `(cd ${infra.dir} && npm install --no-audit --no-fund && ${synth})` : synth];
}

/** The command that prints the version of the CDK CLI that synthesizes the app. */
export function cdkVersion({ infra }: DeliveryModel): string {
  const path = infra.ownPackage ? `./${infra.dir}/node_modules/aws-cdk` : 'aws-cdk';
  return `node --print "require('${path}/package.json').version"`;
}

/** Disables the cache, because the step also runs in jobs that have AWS credentials. */
export function setUpNodeForCdk(): WorkflowStep {
  return {
    name: 'Set up Node.js for the CDK',
    uses: 'actions/setup-node',
    with: { 'node-version': NODE_FOR_CDK, 'package-manager-cache': false },
  };
}

/** Jobs of services in other languages have not set up Node.js yet. */
export function setUpNodeForSynth({ build }: DeliveryModel): WorkflowStep[] {
  return build.runtime.name === 'nodejs' ? [] : [setUpNodeForCdk()];
}
