import type { Release, Report, Step } from '../../core/release';
import type { Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import { inline } from '../../printing/markdown';
import { shellWord } from '../../printing/shell';
import { consoleHost } from '../shared/console';
import { alarmFindings, explainFailure, stackFindings } from '../shared/explanation';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  deployStackStatement,
  describeStackStatement,
  readOutput,
} from '../shared/stack-release';
import type { Ec2EnvironmentModel, Ec2Model } from './model';
import { STACK_MINUTES } from './resolve-environment';

/** A release deploys the service stack, and then the bundle. */
export function releaseOf(model: Ec2Model, environment: Ec2EnvironmentModel): Release {
  const { smokeTest, releaseTimeout } = environment;
  return {
    steps: [
      deployStackStep(model, environment),
      deployStep(model, environment),
      ...(smokeTest ? [smokeTestStep(model, environment, smokeTest, 'DEPLOYMENT_ID')] : []),
    ],
    native: [],
    timeout: { minutes: releaseTimeout, waitsFor: 'the service stack and the deployment' },
    report: reportOf(model, environment),
    explanation: explanationOf(environment),
  };
}

/** Why a release failed, in both deployment modes. */
export function explanationOf(environment: Ec2EnvironmentModel): Step {
  return explainFailure(
    ...(environment.alarms ? [alarmFindings(environment)] : []),
    stackFindings(environment, environment.serviceStack.name),
  );
}

export function rollbackOf({ files }: Ec2Model, environment: Ec2EnvironmentModel): Release {
  return {
    steps: [
      {
        id: 'rollback',
        title: 'Roll back the service',
        reads: ['REVISION'],
        commands: [`bash ${files.rollback} ${environment.argument} "$REVISION"`],
        statements: deploymentStatements(environment),
        files: [files.rollback, files.deploy],
      },
    ],
    native: [],
    timeout: { minutes: environment.rollbackTimeout, waitsFor: 'the deployment' },
  };
}

/** The variables that `infra/deploy.sh` needs. */
export function deploymentSettings(environment: Ec2EnvironmentModel): Record<string, string> {
  const { inPlace, bucket, deploymentTimeoutMinutes } = environment;
  const { application, deploymentGroup } = inPlace!;
  return {
    APPLICATION: application,
    GROUP: deploymentGroup,
    BUCKET: bucket,
    MINUTES: String(deploymentTimeoutMinutes),
  };
}

/** Whether the stack has an output with the URL, and the smoke test can use it. */
export function hasUrl({ loadBalancer }: Ec2EnvironmentModel): boolean {
  return loadBalancer?.internetFacing === true;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
function deploymentStatements(environment: Ec2EnvironmentModel): Statement[] {
  const { application, deploymentGroup } = environment.inPlace!;
  return [
    {
      why: 'Start deployments and watch them.',
      actions: [
        'codedeploy:BatchGetDeployments',
        'codedeploy:CreateDeployment',
        'codedeploy:GetDeployment',
        'codedeploy:ListDeployments',
      ],
      resources: [arnOf('codedeploy', environment, `deploymentgroup:${application}/${deploymentGroup}`)],
    },
    {
      why: 'Register the bundle as a revision.',
      actions: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
      resources: [arnOf('codedeploy', environment, `application:${application}`)],
    },
    {
      why: 'Read how the deployment proceeds.',
      actions: ['codedeploy:GetDeploymentConfig'],
      resources: [arnOf('codedeploy', environment, 'deploymentconfig:*')],
      wildcard: 'CloudFormation generates the name of the configuration. This action is read-only.',
    },
    {
      why: 'Stop a deployment that takes too long, and find out why one failed.',
      actions: [
        'codedeploy:BatchGetDeploymentTargets',
        'codedeploy:ListDeploymentTargets',
        'codedeploy:StopDeployment',
      ],
      resources: ['*'],
      wildcard: 'These actions do not support resource-level permissions.',
    },
  ];
}

function deployStackStep({ infra, environments }: Ec2Model, environment: Ec2EnvironmentModel): Step {
  const { serviceStack, bootstrapRoles } = environment;
  const stack = environments.length > 1 ? 'service stack' : `stack ${inline(serviceStack.name)}`;
  return {
    id: 'deploy-stack',
    title: 'Deploy the service stack',
    settings: { STACK: serviceStack.name, ASSEMBLY: infra.assembly },
    reads: ['CDK_VERSION'],
    commands: [CHECK_CDK_VERSION, `timeout ${STACK_MINUTES}m ${CDK_DEPLOY}`],
    statements: [deployStackStatement(bootstrapRoles), describeStackStatement(environment, serviceStack.name)],
    files: [infra.assembly],
    guide: { text: `Deploys the ${stack}, if the config has changed. This does not change the running code.` },
  };
}

function deployStep({ files, environments }: Ec2Model, environment: Ec2EnvironmentModel): Step {
  return {
    id: 'deploy',
    title: 'Deploy the bundle with CodeDeploy',
    settings: deploymentSettings(environment),
    reads: ['BUNDLE_KEY'],
    commands: [
      'export APPLICATION GROUP BUCKET MINUTES BUNDLE_KEY',
      // A separate assignment, so that a failure stops the release.
      `DEPLOYMENT_ID=$(bash ${files.deploy} release)`,
    ],
    sets: ['DEPLOYMENT_ID'],
    statements: deploymentStatements(environment),
    files: [files.deploy],
    guide: {
      text: `Deploys the bundle to the instances with CodeDeploy, and waits until all of them run it. On each instance, CodeDeploy installs and starts the new revision, and waits until the health check path responds.${environments.some(({ loadBalancer }) => loadBalancer) ? ' Meanwhile, the load balancer sends no requests to the instance.' : ''}`,
      after:
        'If the deployment fails or exceeds its timeout, CodeDeploy deploys the previous revision, and the release fails. If you cancel a release, [roll back](#roll-back) as well, to make sure that its deployment stops.',
    },
  };
}

/** @param revision the variable that identifies the deployed revision */
export function smokeTestStep(
  { environments, instances }: Ec2Model,
  environment: Ec2EnvironmentModel,
  { command, files }: NonNullable<Ec2EnvironmentModel['smokeTest']>,
  revision: string,
): Step {
  const several = environments.length > 1 ? ' The bundle is not promoted to the next environment.' : '';
  const url = hasUrl(environment);
  return {
    id: 'smoke-test',
    title: 'Run the smoke test',
    settings: url ? { STACK: environment.serviceStack.name } : {},
    reads: ['ENVIRONMENT', revision],
    commands: [
      ...(url ? [readOutput('SERVICE_URL', instances.urlOutput)] : []),
      `export ENVIRONMENT ${revision}${url ? ' SERVICE_URL' : ''}`,
      // In its own shell, so that the command cannot affect the release in any other way.
      `bash -ec ${shellWord(command)}`,
    ],
    statements: url ? [describeStackStatement(environment, environment.serviceStack.name)] : [],
    files,
    guide: {
      text: 'Runs the smoke test',
      detail: inline(command),
      after: `If the test fails, the release fails, but the instances keep the new revision.${several} To return to the previous revision, [roll back](#roll-back).`,
    },
  };
}

function reportOf({ service }: Ec2Model, environment: Ec2EnvironmentModel): Report {
  const { name, region } = environment;
  return {
    title: `${service} was released to ${name}`,
    rows: { Bundle: '\\`$BUNDLE_KEY\\`', Deployment: '\\`$DEPLOYMENT_ID\\`' },
    reads: ['BUNDLE_KEY', 'DEPLOYMENT_ID'],
    consoleUrl: `https://${region}.${consoleHost(environment)}/codesuite/codedeploy/deployments/$DEPLOYMENT_ID?region=${region}`,
  };
}
