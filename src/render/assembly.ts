import type { DeliveryModel } from '../model/model';
import type { WorkflowStep } from './workflow-step';

/** The synthesized CDK app, which a release deploys a stack of. */

/** The major version of Node.js that runs the CDK. Every CodeBuild image and every image of GitHub's runners has it. */
export const NODE_FOR_CDK = 24;

/** Name of the GitHub artifact with the synthesized app. */
export const ASSEMBLY_ARTIFACT = 'cdk.out';

/** Whether a release deploys a stack, so that the app has to be synthesized before. */
export function deploysAssembly({ serviceKind }: DeliveryModel): boolean {
  return serviceKind === 'managed';
}

/** Whether the CDK has to look something up in an account, once. */
export function looksUp({ environments }: DeliveryModel): boolean {
  return environments.some(({ managed }) => managed?.network.kind === 'lookup');
}

/** What is not in `cdk.context.json` cannot be looked up here, without an account: the command then says so. */
export function synthCommands({ infra }: DeliveryModel): string[] {
  const synth = 'npx cdk synth --quiet --no-lookups';
  return [infra.ownPackage ? `(cd ${infra.dir} && npm install --no-audit --no-fund && ${synth})` : synth];
}

/** The command that prints the version of the CLI that synthesized the app. */
export function cdkVersion({ infra }: DeliveryModel): string {
  const path = infra.ownPackage ? `./${infra.dir}/node_modules/aws-cdk` : 'aws-cdk';
  return `node --print "require('${path}/package.json').version"`;
}

/** For a job with credentials: nothing comes from a cache. */
export function setUpNodeForCdk(): WorkflowStep {
  return {
    name: 'Set up Node.js for the CDK',
    uses: 'actions/setup-node',
    with: { 'node-version': NODE_FOR_CDK, 'package-manager-cache': false },
  };
}

/** A service in another language has not set up Node.js. */
export function setUpNodeForSynth({ build }: DeliveryModel): WorkflowStep[] {
  return build.runtime.name === 'nodejs' ? [] : [setUpNodeForCdk()];
}
