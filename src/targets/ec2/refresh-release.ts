import type { Release, Step } from '../../core/release';
import { inline } from '../../printing/markdown';
import { consoleHost } from '../shared/console';
import {
  CDK_DEPLOY,
  CHECK_CDK_VERSION,
  cancelUpdateStatement,
  deployStackStatement,
  describeStackStatement,
  readParameter,
  updateStackStatement,
} from '../shared/stack-release';
import type { Ec2EnvironmentModel, Ec2Model, RefreshModel } from './model';
import { explanationOf, smokeTestStep } from './release';

/** How many revisions a rollback can choose from. The value of a parameter can have 4096 characters. */
export const KEPT_BUNDLES = 20;

/** A release deploys the service stack with another bundle, which replaces the instances. */
export function refreshReleaseOf(model: Ec2Model, refresh: RefreshModel, environment: Ec2EnvironmentModel): Release {
  const { smokeTest, releaseTimeout, name, region, autoScalingGroup } = environment;
  const page = `https://${region}.${consoleHost(environment)}/ec2/home?region=${region}`;
  return {
    steps: [
      deployStep(model, refresh, environment),
      ...(smokeTest ? [smokeTestStep(model, environment, smokeTest, 'BUNDLE_KEY')] : []),
    ],
    native: [],
    timeout: { minutes: releaseTimeout, waitsFor: 'the deployment' },
    report: {
      title: `${model.service} was released to ${name}`,
      rows: { Bundle: '\\`$BUNDLE_KEY\\`' },
      reads: ['BUNDLE_KEY'],
      consoleUrl: `${page}#AutoScalingGroupDetails:id=${autoScalingGroup};view=instanceRefresh`,
    },
    explanation: explanationOf(environment),
  };
}

export function refreshRollbackOf({ files }: Ec2Model, environment: Ec2EnvironmentModel): Release {
  const { serviceStack, bootstrapRoles, argument, rollbackTimeout } = environment;
  return {
    steps: [
      {
        id: 'rollback',
        title: 'Roll back the service',
        reads: ['REVISION'],
        commands: [`bash ${files.rollback} ${argument} "$REVISION"`],
        statements: [
          updateStackStatement(bootstrapRoles),
          describeStackStatement(environment, serviceStack.name),
          cancelUpdateStatement(environment, serviceStack.name),
        ],
        files: [files.rollback],
      },
    ],
    native: [],
    timeout: { minutes: rollbackTimeout, waitsFor: 'the deployment' },
  };
}

/**
 * If the deployment takes too long, the commands cancel the update, so that the stack rolls back. They do not cancel the
 * update of another release.
 */
function deployStep(
  { infra, environments }: Ec2Model,
  { bundleKey, history, alarms }: RefreshModel,
  environment: Ec2EnvironmentModel,
): Step {
  const { serviceStack, bootstrapRoles, deploymentTimeoutMinutes } = environment;
  const stack = environments.length > 1 ? 'service stack' : `stack ${inline(serviceStack.name)}`;
  return {
    id: 'deploy-stack',
    title: 'Deploy the service stack',
    settings: {
      STACK: serviceStack.name,
      ASSEMBLY: infra.assembly,
      MINUTES: String(deploymentTimeoutMinutes),
    },
    reads: ['CDK_VERSION', 'BUNDLE_KEY'],
    commands: [
      CHECK_CDK_VERSION,
      '[[ "$BUNDLE_KEY" =~ ^[0-9a-f]{64}\\.zip$ ]] || { echo "Not a valid bundle: $BUNDLE_KEY" >&2; exit 1; }',
      // Before the first release, the stack may not exist.
      ifExists(readParameter('LIVE', bundleKey)),
      ifExists(readParameter('EARLIER', history)),
      `HISTORY=$BUNDLE_KEY
IS_OLDER=false
# Bundles that are newer than the live one were rolled back.
for KEY in \${EARLIER//,/ }; do
  if [ "$KEY" = "$LIVE" ]; then
    IS_OLDER=true
  fi
  if [ "$IS_OLDER" = true ] && [[ "$KEY" == *.zip ]] && [ "$KEY" != "$BUNDLE_KEY" ]; then
    HISTORY=$HISTORY,$KEY
  fi
done`,
      `HISTORY=$(cut -d , -f 1-${KEPT_BUNDLES} <<< "$HISTORY")`,
      `timeout "\${MINUTES}m" ${CDK_DEPLOY} --parameters "${bundleKey}=$BUNDLE_KEY" --parameters "${history}=$HISTORY" --parameters ${alarms}=true || {
  ${readParameter('NOW', bundleKey)}
  STATE=$(aws cloudformation describe-stacks --stack-name "$STACK" --query 'Stacks[0].StackStatus' --output text)
  if [[ "$STATE" == UPDATE_IN_PROGRESS && "$NOW" == "$BUNDLE_KEY" ]]; then
    echo "The deployment of $BUNDLE_KEY did not complete in time; rolling back." >&2
    aws cloudformation cancel-update-stack --stack-name "$STACK"
  fi
  exit 1
}`,
    ],
    statements: [
      deployStackStatement(bootstrapRoles),
      describeStackStatement(environment, serviceStack.name),
      cancelUpdateStatement(environment, serviceStack.name),
    ],
    files: [infra.assembly],
    guide: {
      text: `Deploys the ${stack} with this bundle. CloudFormation replaces the instances with new ones, and waits until all of them are in service. A new instance is in service when its health check path responds.`,
      after:
        'If a new instance does not start the service, an alarm goes off, or the timeout elapses, CloudFormation rolls back the stack, and the release fails. If you cancel a release, [roll back](#roll-back) as well, to make sure that its deployment stops.',
    },
  };
}

function ifExists(command: string): string {
  return command.replace(/\)$/, ' 2> /dev/null || true)');
}
