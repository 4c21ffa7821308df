import { DeploymentStrategy } from '../../../options';
import { code, quote } from '../../../printing/typescript';
import type { Ec2EnvironmentModel } from '../model';

/** Code that creates the CodeDeploy application and its deployment group. */
export function deploymentGroupCode(environment: Ec2EnvironmentModel): string {
  const { inPlace, loadBalancer, alarms, terminationHook } = environment;
  const { application, deploymentGroup } = inPlace!;
  return code`
    const application = new codedeploy.ServerApplication(this, 'Application', {
      applicationName: ${quote(application)},
    });
    const deploymentRole = new iam.Role(this, 'DeploymentRole', {
      description: 'Lets CodeDeploy update the instances.',
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRole')],
    });
    // The live revision is the last one that CodeDeploy has deployed. This stack does not know it, so deploying the stack
    // never changes the code. A new instance receives the live revision before it is in service.
    new codedeploy.ServerDeploymentGroup(this, 'DeploymentGroup', {
      application,
      deploymentGroupName: ${quote(deploymentGroup)},
      role: deploymentRole,
      autoScalingGroups: [autoScalingGroup],
      // The user data installs a specific version of the agent.
      installAgent: false,
      ${loadBalancer ? 'loadBalancers: [codedeploy.LoadBalancer.application(targetGroup)],' : undefined}
      ${configuration(environment)}
      ${alarms ? 'alarms,' : undefined}
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: ${String(alarms !== undefined)} },
      ${terminationHook ? 'terminationHook: true,' : undefined}
    });`;
}

function configuration({ strategy }: Ec2EnvironmentModel): string {
  const { name, minimumHealthyPercent, stepBakeTimeInMinutes } = strategy;
  if (minimumHealthyPercent === undefined) {
    const predefined = name === DeploymentStrategy.ALL_AT_ONCE ? 'ALL_AT_ONCE' : 'ONE_AT_A_TIME';
    return `deploymentConfig: codedeploy.ServerDeploymentConfig.${predefined},`;
  }
  const duration = name === DeploymentStrategy.CANARY ? 'firstZoneMonitorDuration' : 'monitorDuration';
  return code`
    deploymentConfig: new codedeploy.ServerDeploymentConfig(this, 'DeploymentConfig', {
      minimumHealthyHosts: codedeploy.MinimumHealthyHosts.percentage(${String(minimumHealthyPercent)}),
      ${
        stepBakeTimeInMinutes === undefined
          ? undefined
          : code`
              // Updates one Availability Zone after the other.
              zonalConfig: { ${duration}: Duration.minutes(${String(stepBakeTimeInMinutes)}) },`
      }
    }),`;
}
