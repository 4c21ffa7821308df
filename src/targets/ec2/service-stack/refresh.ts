import { code, literal, quote } from '../../../printing/typescript';
import type { Ec2EnvironmentModel, RefreshModel } from '../model';

/** Code that defines the parameters of a stack that replaces its instances. */
export function parametersCode({ bundleKey, history, alarms }: RefreshModel, hasAlarms: boolean): string {
  return code`
    // A release deploys this stack with new values. If you deploy without them, the CDK keeps those of the last release.
    const bundleKey = new CfnParameter(this, ${quote(bundleKey)}, {
      type: 'String',
      default: 'none',
      allowedPattern: '^(none|[0-9a-f]{64}\\\\.zip)$',
      description: 'Key of the bundle in the artifact bucket, or none before the first release.',
    });
    const bundleHistory = new CfnParameter(this, ${quote(history)}, {
      type: 'String',
      default: 'none',
      allowedPattern: '^(none|[0-9a-f]{64}\\\\.zip(,[0-9a-f]{64}\\\\.zip)*)$',
      description: 'Keys of the bundles that have been live, newest first. A rollback chooses one of them.',
    });
    const released = new CfnCondition(this, 'HasBundle', {
      expression: Fn.conditionNot(Fn.conditionEquals(bundleKey.valueAsString, 'none')),
    });
    ${hasAlarms ? `const watchAlarms = ${alarmsParameter(alarms)}` : unusedParameter(alarms)}`;
}

function alarmsParameter(name: string): string {
  return code`
    new CfnParameter(this, ${quote(name)}, {
      type: 'String',
      default: 'true',
      allowedValues: ['true', 'false'],
      description: 'Whether alarms stop a deployment. A rollback sets it to false, and the next release to true.',
    });`;
}

function unusedParameter(name: string): string {
  return code`
    ${alarmsParameter(name)}
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W2001',
      reason: ${quote(`Releases and rollbacks set ${name} in every environment, and this one has no alarms.`)},
    });`;
}

/** Properties of the Auto Scaling group. */
export function updatePolicyCode({ loadBalancer, strategy }: Ec2EnvironmentModel): string {
  const { minimumHealthyPercent, maximumHealthyPercent, checkpoints, stepBakeTimeInMinutes, bakeTimeInMinutes } =
    strategy;
  return code`
    ${
      loadBalancer &&
      code`
        // Replaces instances that the load balancer considers unhealthy.
        healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
          additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
          gracePeriod: Duration.minutes(1),
        }),`
    }
    // In the first release, CloudFormation waits until the instances have started the service.
    signals: autoscaling.Signals.waitForMinCapacity({ timeout: Duration.minutes(${String(LAUNCH_MINUTES)}) }),
    updatePolicy: autoscaling.UpdatePolicy.instanceRefresh({
      strategy: autoscaling.InstanceRefreshStrategy.ROLLING,
      minHealthyPercentage: ${String(minimumHealthyPercent)},
      maxHealthyPercentage: ${String(maximumHealthyPercent)},
      instanceWarmup: Duration.minutes(1),
      ${checkpoints && `checkpointPercentages: ${literal(checkpoints)},`}
      ${checkpoints && `checkpointDelay: Duration.minutes(${stepBakeTimeInMinutes}),`}
      ${bakeTimeInMinutes ? `bakeTime: Duration.minutes(${bakeTimeInMinutes}),` : undefined}
    }),`;
}

/** Minutes within which a new instance must start the service. */
const LAUNCH_MINUTES = 15;

/** Code that keeps new instances out of service until the service responds. */
export function launchHookCode({ hook }: RefreshModel, environment: Ec2EnvironmentModel): string {
  const { region, autoScalingGroup } = environment;
  const options = [
    `--region ${region}`,
    `--auto-scaling-group-name ${autoScalingGroup}`,
    `--lifecycle-hook-name ${hook}`,
    '--instance-id "$(cat /var/lib/cloud/data/instance-id)"',
    '--lifecycle-action-result "$RESULT"',
  ];
  return code`
    // A new instance is in service only after its user data has started the service. If that fails, it is terminated.
    const group = autoScalingGroup.node.defaultChild as autoscaling.CfnAutoScalingGroup;
    group.lifecycleHookSpecificationList = [
      {
        lifecycleHookName: ${quote(hook)},
        lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        heartbeatTimeout: Duration.minutes(${String(LAUNCH_MINUTES)}).toSeconds(),
        defaultResult: 'ABANDON',
      },
    ];
    userData.addSignalOnExitCommand(autoScalingGroup);
    userData.addOnExitCommands(
      'RESULT=CONTINUE',
      // The CloudWatch agent needs a few seconds to send the log.
      'if [ "$exitCode" -ne 0 ]; then RESULT=ABANDON; sleep 15; fi',
      ${quote(`aws autoscaling complete-lifecycle-action ${options.join(' ')}`)},
    );`;
}

/** Code that follows after all resources have been defined. */
export function conditionsCode(hasAlarms: boolean): string {
  return code`
    ${
      hasAlarms
        ? code`
            // A rollback ignores the alarms, because the live revision can have caused them.
            const watches = new CfnCondition(this, 'WatchesAlarms', {
              expression: Fn.conditionEquals(watchAlarms.valueAsString, 'true'),
            });
            group.addOverride(
              'UpdatePolicy.AutoScalingInstanceRefresh.Preferences.AlarmSpecification',
              Fn.conditionIf(watches.logicalId, { Alarms: alarms.map(({ alarmName }) => alarmName) }, Aws.NO_VALUE),
            );`
        : undefined
    }
    // Without a bundle, there are no instances: until the first release, the stack contains everything but them.
    for (const child of autoScalingGroup.node.findAll()) {
      if (CfnResource.isCfnResource(child)) {
        child.cfnOptions.condition = released;
      }
    }`;
}

/** Code that shows which bundles a rollback can choose. */
export function historyOutput(): string {
  return code`
    new CfnOutput(this, 'EarlierBundles', {
      description: 'Keys of the bundles that have been live, newest first.',
      value: bundleHistory.valueAsString,
    });`;
}
