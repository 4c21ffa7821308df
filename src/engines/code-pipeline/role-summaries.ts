import type { Delivery } from '../../core/engine';
import { statementsFor } from '../../core/release';
import type { RoleSummary } from '../../core/role-summary';
import { inline } from '../../printing/markdown';
import { type CodePipelineInput, releaseTo } from './input';
import { CODE_PIPELINE_ENGINE } from './native';
import { buildStatements } from './pipeline-stack';
import { actionStatements } from './release-action';
import { nativeRelease } from './release-code';
import { projectStatements } from './release-project';

/** In the stack, the resource of this permission is an expression. */
const WRITE_ARTIFACTS = {
  why: 'Pass artifacts to later stages of the pipeline.',
  actions: ['s3:PutObject', 's3:PutObjectAcl'],
  resources: ['the objects in the artifact bucket'],
};

/** The roles that build and release, for the guide. Those of the pipeline itself only start them. */
export function rolesOf(input: CodePipelineInput, { artifact, target }: Delivery): RoleSummary[] {
  const { pipeline } = input;
  return [
    {
      title: `The role of the CodeBuild project ${inline(pipeline.buildProject)}`,
      assumedBy: 'CodeBuild',
      statements: [...buildStatements(input, artifact), WRITE_ARTIFACTS],
    },
    ...target.environments.flatMap((environment) => {
      const { project, roleToAssume } = releaseTo(pipeline, environment);
      const found = nativeRelease(environment.release);
      return [
        ...(found
          ? [
              {
                title: `The role of the CodePipeline stage ${inline(`Release-${environment.name}`)}`,
                assumedBy: 'CodePipeline',
                statements: actionStatements(environment, found),
              },
            ]
          : []),
        ...(found && found.following.length === 0
          ? []
          : [
              {
                title: `The role of the CodeBuild project ${inline(project)}`,
                assumedBy: 'CodeBuild',
                statements: projectStatements(input, environment, found?.following),
              },
              ...(roleToAssume
                ? [
                    {
                      title: inline(roleToAssume.name),
                      assumedBy: `the release project of CodePipeline in the account ${inline(pipeline.account)}`,
                      statements: statementsFor(CODE_PIPELINE_ENGINE, environment.release),
                    },
                  ]
                : []),
            ]),
      ];
    }),
  ];
}
