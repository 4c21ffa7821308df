import type { Preparation } from '../../core/target';
import type { CommonModel } from '../../model/common-model';

/** The major version of Node.js that runs the CDK. Available in every CodeBuild image and on every GitHub runner. */
const NODE_FOR_CDK = '24';

/**
 * Synthesizes the CDK app once for all environments. A release deploys a stack from it.
 *
 * @param looksUp whether the CDK must look up resources in an account
 */
export function assembly({ infra }: CommonModel, looksUp = false): Preparation {
  // The build has no credentials for lookups, so synthesis fails if a value is missing from cdk.context.json.
  const synth = 'npx cdk synth --quiet --no-lookups';
  const cli = infra.ownPackage ? `./${infra.dir}/node_modules/aws-cdk` : 'aws-cdk';
  return {
    id: 'synth',
    title: 'Synthesize the CDK app',
    result: 'the synthesized app',
    folder: infra.assembly,
    archive: 'cdk.out',
    commands: [infra.ownPackage ? `(cd ${infra.dir} && npm install --no-audit --no-fund && ${synth})` : synth],
    // Releases use the version of the CDK CLI that synthesized the app.
    variables: { CDK_VERSION: `node --print "require('${cli}/package.json').version"` },
    runtime: { name: 'nodejs', version: NODE_FOR_CDK, tool: 'the CDK' },
    comment: `Synthesizes the app once for all environments. Needs no AWS account.${looksUp ? ' Lookup results are in cdk.context.json.' : ''}`,
  };
}
