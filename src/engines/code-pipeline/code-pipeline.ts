import type { Engine } from '../../core/engine';
import { statementsFor } from '../../core/release';
import type { StackPart } from '../../core/stack-source';
import type { TargetEnvironment } from '../../core/target';
import { addToRole, wildcardFindings } from '../../printing/statements';
import { code, literal, quote } from '../../printing/typescript';
import { renderBuildspec } from './buildspec';
import { type CodePipelineInput, releaseTo } from './input';
import { CODE_PIPELINE_ENGINE } from './native';
import { renderPipelineStack } from './pipeline-stack';
import { rolesOf } from './role-summaries';

/** CodePipeline with CodeBuild: a buildspec, and the stack of the pipeline. */
export function codePipeline(input: CodePipelineInput): Engine {
  const { pipeline } = input;
  return {
    id: CODE_PIPELINE_ENGINE,
    files: (delivery) => [{ path: pipeline.buildspec, kind: 'yaml', content: renderBuildspec(input, delivery) }],
    stacks: (delivery, earlier) => [
      {
        name: pipeline.stack,
        file: 'pipeline-stack.ts',
        className: 'PipelineStack',
        variable: 'pipeline',
        place: pipeline,
        description: `${delivery.service}: pipeline`,
        tags: { service: delivery.service },
        source: renderPipelineStack(input, delivery),
        // There are no dependencies across accounts, because they would require credentials for both at once.
        after: earlier.flatMap(({ name, place, neededByReleases }) =>
          neededByReleases && place.account === pipeline.account ? [{ stack: name, reason: neededByReleases }] : [],
        ),
        parts: [],
        last: 'A new pipeline starts immediately, so everything it uses must already exist.',
        protect: false,
      },
    ],
    buildParts: () => [],
    releaseParts: (_delivery, environment) => releaseRole(input, environment),
    roles: (delivery) => rolesOf(input, delivery),
  };
}

/** The role that a release assumes in another account. */
function releaseRole({ pipeline }: CodePipelineInput, environment: TargetEnvironment): StackPart[] {
  const { roleToAssume, projectRole } = releaseTo(pipeline, environment);
  if (!roleToAssume || !projectRole) {
    return [];
  }
  const statements = statementsFor(CODE_PIPELINE_ENGINE, environment.release);
  const onlyProject = { ArnEquals: { 'aws:PrincipalArn': projectRole.arn } };
  return [
    {
      imports: { 'aws-cdk-lib/aws-iam': 'iam' },
      code: code`
        const releaseRole = new iam.Role(this, 'ReleaseRole', {
          roleName: ${quote(roleToAssume.name)},
          description: ${quote(`Lets CodePipeline release to ${environment.name}.`)},
          // Trusts only the release role in the delivery account. A condition works even before that role exists.
          assumedBy: new iam.AccountPrincipal(${quote(pipeline.account)}).withConditions(${literal(onlyProject)}),
        });
        ${addToRole('releaseRole', statements)}`,
      findings: wildcardFindings('releaseRole', statements),
    },
  ];
}
