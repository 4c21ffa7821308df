import { LOG_RETENTION } from '../../data/log-retention';
import type { DeliveryModel, EnvironmentModel, PipelineModel } from '../../model/model';
import { smokeTestCommands } from '../../targets/ecs/release-extras';
import type { Statement, TargetWithCommands } from '../../core/target';
import { deploysAssembly, NODE_FOR_CDK } from '../../targets/ecs/assembly';
import { type ReleaseCode, releaseNames } from './release';
import { addToRole, wildcardFindings } from '../../printing/statements';
import { bracketed, code, duration, literal, quote } from '../../printing/typescript';

/** Minutes that a release needs in addition to the wait for the deployment. */
const OVERHEAD = 10;

/** An expression for the build image that CodeBuild runs. */
export function buildImage({ build }: DeliveryModel, pipeline: PipelineModel): string {
  const type = build.architecture.codeBuild === 'ARM_CONTAINER' ? 'LinuxArmBuildImage' : 'LinuxBuildImage';
  return `codebuild.${type}.fromCodeBuildImageId(${quote(pipeline.buildImage)})`;
}

/** The CodeBuild project that releases to an environment, with its role and log group. */
export function releaseProject(
  model: DeliveryModel,
  pipeline: PipelineModel,
  target: TargetWithCommands,
  environment: EnvironmentModel,
): ReleaseCode {
  const { id, variable } = releaseNames(environment);
  const role = `${variable}Role`;
  const logGroup = `${variable}Logs`;
  const release = environment.pipeline!;
  const { projectRole, roleToAssume } = release;
  const statements = roleToAssume ? [assumeStatement(roleToAssume.arn)] : target.releaseStatements(model, environment);
  const variables = Object.entries(target.releaseVariables(model, environment)).map(([name, value]) => [
    name,
    { value },
  ]);
  return {
    environment,
    imports: {},
    project: variable,
    role,
    findings: wildcardFindings(role, statements),
    resources: code`
      const ${logGroup} = new logs.LogGroup(this, '${id}Logs', {
        retention: logs.RetentionDays.${LOG_RETENTION[pipeline.logRetentionDays]},
        removalPolicy: RemovalPolicy.DESTROY,
      });
      const ${role} = new iam.Role(this, '${id}Role', { ${projectRole ? `roleName: ${quote(projectRole.name)}, ` : ''}assumedBy: codeBuild });
      ${logGroup}.grantWrite(${role});
      ${addToRole(role, statements)}
      const ${variable} = new codebuild.PipelineProject(this, '${id}', {
        projectName: ${quote(release.project)},
        description: ${quote(`Releases ${model.service} to ${environment.name}.`)},
        buildSpec: codebuild.BuildSpec.fromObject({
          version: '0.2',
          env: { shell: 'bash' },
          phases: {
            ${deploysAssembly(model) ? `install: { 'runtime-versions': { nodejs: ${String(NODE_FOR_CDK)} } },` : undefined}
            build: {
              commands: [
                ${[
                  ...enterEnvironment(pipeline, environment),
                  ...target.releaseCommands(model, environment),
                  ...smokeTestCommands(environment),
                ]
                  .map((command) => `${commandCode(command)},`)
                  .join('\n')}
              ],
            },
          },
        }),
        environment: {
          buildImage: ${buildImage(model, pipeline)},
          computeType: codebuild.ComputeType.SMALL,
        },
        environmentVariables: ${literal(Object.fromEntries(variables))},
        // Waits up to ${String(environment.releaseTimeout)} minutes for ${environment.oneOffTask ? 'the one-off task and the deployment' : 'the deployment'}.
        timeout: ${duration(environment.releaseTimeout + OVERHEAD)},
        logging: { cloudWatch: { logGroup: ${logGroup} } },
        role: ${role}.withoutPolicyUpdates(),
      });`,
    action: code`
      new actions.CodeBuildAction({
        actionName: 'Release',
        project: ${variable},
        input: built,
        environmentVariables: ${bracketed(fromBuild(model))},
        role,
      }),`,
  };
}

/** The variables that the build passes to the release. */
function fromBuild(model: DeliveryModel): string[] {
  return ['IMAGE_URI', ...(deploysAssembly(model) ? ['CDK_VERSION'] : [])].map(
    (output) => `${output}: { value: buildAction.variable(${quote(output)}) }`,
  );
}

function assumeStatement(roleArn: string): Statement {
  return {
    why: 'Assume the release role in the account of the environment.',
    actions: ['sts:AssumeRole'],
    resources: [roleArn],
  };
}

/**
 * Commands that make the AWS CLI use the account and region of the environment. With a profile, the CLI renews the
 * credentials of the role, which expire after an hour.
 */
function enterEnvironment(pipeline: PipelineModel, { region, pipeline: release }: EnvironmentModel): string[] {
  return [
    ...(release?.roleToAssume
      ? [
          `aws configure set profile.release.role_arn ${release.roleToAssume.arn}`,
          'aws configure set profile.release.credential_source EcsContainer',
          'export AWS_PROFILE=release',
        ]
      : []),
    ...(region === pipeline.region ? [] : [`export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`]),
  ];
}

function commandCode(command: string): string {
  const lines = command.split('\n');
  return lines.length === 1
    ? quote(command)
    : code`
        [
          ${lines.map((line) => `${quote(line)},`).join('\n')}
        ].join('\\n')`;
}
