import type { Delivery } from '../../core/engine';
import { pausedSteps, type Step, statementsFor } from '../../core/release';
import type { Statement } from '../../core/statement';
import type { TargetEnvironment } from '../../core/target';
import { LOG_RETENTION } from '../../data/log-retention';
import { shellWord } from '../../printing/shell';
import { addToRole, wildcardFindings } from '../../printing/statements';
import { bracketed, code, duration, literal, quote } from '../../printing/typescript';
import { type CodePipelineInput, releaseTo } from './input';
import { CODE_PIPELINE_ENGINE } from './native';
import { type ReleaseCode, releaseNames } from './release-code';
import { runtimeVersion } from './runtime-version';

/** Minutes that a release needs in addition to the wait for the deployment. */
const OVERHEAD = 10;

/** An expression for the build image that CodeBuild runs. */
export function buildImage({ build, pipeline }: CodePipelineInput): string {
  const type = build.architecture.codeBuild === 'ARM_CONTAINER' ? 'LinuxArmBuildImage' : 'LinuxBuildImage';
  return `codebuild.${type}.fromCodeBuildImageId(${quote(pipeline.buildImage)})`;
}

/**
 * The CodeBuild project that releases to an environment, with its role and log group.
 *
 * @param following the steps after one of CodePipeline's own actions, if the project runs only these
 */
export function releaseProject(
  input: CodePipelineInput,
  delivery: Delivery,
  environment: TargetEnvironment,
  following?: readonly Step[],
): ReleaseCode {
  const { pipeline } = input;
  const { preparation } = delivery.target;
  const { minutes, waitsFor } = environment.release.timeout;
  const { id, variable } = releaseNames(environment);
  const role = `${variable}Role`;
  const logGroup = `${variable}Logs`;
  const { project, projectRole } = releaseTo(pipeline, environment);
  const statements = projectStatements(input, environment, following);
  const commands = [
    ...enterEnvironment(input, environment),
    `bash ${delivery.releaseScript} ${environment.argument}${stepsArgument(environment, following)}`,
  ];
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
        projectName: ${quote(project)},
        description: ${quote(following ? `Completes a release of ${delivery.service} to ${environment.name}.` : `Releases ${delivery.service} to ${environment.name}.`)},
        buildSpec: codebuild.BuildSpec.fromObject({
          version: '0.2',
          env: { shell: 'bash' },
          phases: {
            ${preparation && `install: { 'runtime-versions': ${literal(runtimeVersion(preparation.runtime))} },`}
            build: {
              commands: [
                ${commands.map((command) => `${quote(command)},`).join('\n')}
              ],
            },
          },
        }),
        environment: {
          buildImage: ${buildImage(input)},
          computeType: codebuild.ComputeType.SMALL,
        },
        // Waits up to ${String(minutes)} minutes for ${waitsFor}.
        timeout: ${duration(minutes + OVERHEAD)},
        logging: { cloudWatch: { logGroup: ${logGroup} } },
        role: ${role}.withoutPolicyUpdates(),
      });`,
    action: actionsCode(delivery, environment, variable, following),
  };
}

/**
 * The permissions of the project that releases. In another account, the role that it assumes has the others.
 *
 * @param following the steps that the project runs after an action
 */
export function projectStatements(
  { pipeline }: CodePipelineInput,
  environment: TargetEnvironment,
  following?: readonly Step[],
): Statement[] {
  const { roleToAssume } = releaseTo(pipeline, environment);
  return roleToAssume
    ? [assumeStatement(roleToAssume.arn)]
    : statementsFor(
        CODE_PIPELINE_ENGINE,
        following ? { ...environment.release, steps: following, native: [] } : environment.release,
      );
}

/** The steps that the project runs. Without them, the script runs all steps. */
function stepsArgument({ release }: TargetEnvironment, following: readonly Step[] | undefined): string {
  if (following) {
    return ` ${shellWord(following.map(({ id }) => id).join(' '))}`;
  }
  return release.pause ? ' "$STEPS"' : '';
}

/** One action, or two actions and the approval between them. All are in one stage, so releases cannot overtake. */
function actionsCode(
  delivery: Delivery,
  { release }: TargetEnvironment,
  project: string,
  following?: readonly Step[],
): string {
  const { pause } = release;
  const action = (name: string, steps: readonly string[], order?: number) => code`
    new actions.CodeBuildAction({
      actionName: ${quote(name)},
      project: ${project},
      input: built,
      environmentVariables: ${bracketed([...fromBuild(delivery), ...(steps.length > 0 ? [`STEPS: { value: ${quote(steps.join(' '))} }`] : [])])},
      role,
      ${order ? `runOrder: ${order},` : undefined}
    }),`;
  if (following) {
    return action('Finish', [], 2);
  }
  const [before, after] = pausedSteps(release);
  return pause
    ? code`
        ${action('Release', before, 1)}
        new actions.ManualApprovalAction({
          actionName: 'Approve',
          additionalInformation: ${quote(pause.check)},
          role,
          runOrder: 2,
        }),
        ${action('Continue', after, 3)}`
    : action('Release', []);
}

/** The variables that the build passes to the release. */
function fromBuild({ artifact, target }: Delivery): string[] {
  return [artifact.variable, ...Object.keys(target.preparation?.variables ?? {})].map(
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
function enterEnvironment({ pipeline }: CodePipelineInput, environment: TargetEnvironment): string[] {
  const { region } = environment;
  const { roleToAssume } = releaseTo(pipeline, environment);
  return [
    ...(roleToAssume
      ? [
          `aws configure set profile.release.role_arn ${roleToAssume.arn}`,
          'aws configure set profile.release.credential_source EcsContainer',
          'aws configure set profile.release.role_session_name "release-$CODEBUILD_BUILD_NUMBER"',
          'export AWS_PROFILE=release',
        ]
      : []),
    ...(region === pipeline.region ? [] : [`export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`]),
  ];
}
