import type { Finding } from '../../core/stack-source';
import { DeploymentStrategy } from '../../options';
import { code, literal, quote } from '../../printing/typescript';
import type { LambdaEnvironmentModel, TrafficModel } from './model';
import type { Scope } from './scope';

/** The settings that CodeDeploy predefines: the percentage is 10. */
const PREDEFINED: Readonly<Record<string, readonly number[]>> = {
  [DeploymentStrategy.CANARY]: [5, 10, 15, 30],
  [DeploymentStrategy.LINEAR]: [1, 2, 3, 10],
};

export const ALL_AT_ONCE = 'CodeDeployDefault.LambdaAllAtOnce';

/** The name of a predefined deployment configuration. `undefined`: there is none with these settings. */
export function predefined({ strategy, steps }: TrafficModel): string | undefined {
  if (!steps) {
    return ALL_AT_ONCE;
  }
  const { percent, interval } = steps;
  if (percent !== 10 || !PREDEFINED[strategy]!.includes(interval)) {
    return undefined;
  }
  return strategy === DeploymentStrategy.CANARY
    ? `CodeDeployDefault.LambdaCanary10Percent${interval}Minutes`
    : `CodeDeployDefault.LambdaLinear10PercentEvery${interval}Minute${interval === 1 ? '' : 's'}`;
}

/** Code that creates what CodeDeploy needs for all functions of an environment. */
export function deploymentCode({ application, shift, hooks }: LambdaEnvironmentModel): string {
  const functions = [hooks.before, hooks.after].filter((arn) => arn !== undefined);
  return code`
    const deploymentRole = new iam.Role(this, 'DeploymentRole', {
      description: 'Lets CodeDeploy move the alias.',
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(${quote(POLICY)})],
    });
    ${
      functions.length > 0
        ? code`
            // Run the hooks.
            deploymentRole.addToPolicy(
              new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: ${literal(functions)} }),
            );`
        : undefined
    }
    const application = new codedeploy.CfnApplication(this, 'Application', {
      applicationName: ${quote(application)},
      computePlatform: 'Lambda',
    });
    ${predefined(shift) ? undefined : configurationCode(shift)}`;
}

/** Code that creates the deployment group of a function. */
export function deploymentGroupCode(group: string, { shift, alarms }: LambdaEnvironmentModel, scope: Scope): string {
  const name = predefined(shift);
  const configuration = name ? quote(name) : 'deploymentConfig.ref';
  return code`
    const deploymentGroup = new codedeploy.CfnDeploymentGroup(${scope}, 'DeploymentGroup', {
      applicationName: application.ref,
      deploymentGroupName: ${quote(group)},
      serviceRoleArn: deploymentRole.roleArn,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      // A rollback is immediate, and no alarm stops it.
      deploymentConfigName: ${
        name === ALL_AT_ONCE
          ? configuration
          : `Fn.conditionIf(pinned.logicalId, ${quote(ALL_AT_ONCE)}, ${configuration}).toString()`
      },
      ${
        alarms &&
        code`
          alarmConfiguration: {
            enabled: Fn.conditionIf(pinned.logicalId, false, true),
            alarms: [{ name: errorsAlarm.ref }],
          },`
      }
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });`;
}

const POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited';

/** Without a name, because CodeDeploy cannot change a configuration: CloudFormation replaces it. */
function configurationCode({ strategy, steps }: TrafficModel): string {
  const { percent, interval } = steps!;
  const canary = strategy === DeploymentStrategy.CANARY;
  return code`
    const deploymentConfig = new codedeploy.CfnDeploymentConfig(this, 'DeploymentConfig', {
      computePlatform: 'Lambda',
      trafficRoutingConfig: ${literal(
        canary
          ? { type: 'TimeBasedCanary', timeBasedCanary: { canaryInterval: interval, canaryPercentage: percent } }
          : { type: 'TimeBasedLinear', timeBasedLinear: { linearInterval: interval, linearPercentage: percent } },
      )},
    });`;
}

export function deploymentFindings(): Finding[] {
  return [
    {
      construct: 'deploymentRole',
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${POLICY}]`,
      reason: 'AWS documents this managed policy for the role and updates it when CodeDeploy needs new permissions.',
    },
  ];
}
