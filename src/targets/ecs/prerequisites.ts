import type { Prerequisite } from '../../core/prerequisite';
import type { EnvironmentModel, LoadBalancerModel, ManagedServiceModel } from '../../model/model';
import { iamRole, lambdaFunction, logGroup, network, queue, storedValues } from '../../printing/prerequisites';
import { shellWord } from '../../printing/shell';
import { loadBalancerPrerequisites, networkPrerequisites, topicPrerequisites } from '../shared/prerequisites';
import { secretsOf } from './base-stack';

/** What must exist before a service on Amazon ECS can be deployed to the environment. */
export function ecsPrerequisites(environment: EnvironmentModel): Prerequisite[] {
  const { managed, executionRole, taskRole, logGroup: group, volumes } = environment;
  const fileSystems = volumes.flatMap(({ efsVolumeConfiguration: efs }) => efs?.fileSystemId ?? []);
  return [
    ...storedValues(environment, secretsOf(environment)),
    ...[executionRole, taskRole].flatMap((role) => (role && !role.createAs ? [iamRole(environment, role.arn)] : [])),
    ...(group && !group.create ? [logGroup(environment, group.name)] : []),
    ...[...new Set(fileSystems)].map((id) => fileSystem(environment, id)),
    ...(managed ? managedPrerequisites(environment, managed) : existingServicePrerequisites(environment)),
  ];
}

function managedPrerequisites(environment: EnvironmentModel, managed: ManagedServiceModel): Prerequisite[] {
  const { network: vpc, loadBalancer, serviceConnect, serviceDiscovery, lifecycleHooks, alarms } = managed;
  const subnetIds = vpc.kind === 'subnets' ? [...vpc.taskSubnetIds, ...vpc.loadBalancerSubnetIds] : [];
  const clients = [serviceConnect, serviceDiscovery].flatMap((names) => names?.clientSecurityGroupIds ?? []);
  return [
    // A cluster that CloudFormation creates while ECS creates the role can fail.
    serviceLinkedRole(environment),
    ...(managed.createCluster ? [] : [cluster(environment)]),
    ...networkPrerequisites(environment, vpc, subnetIds, [...(vpc.securityGroupIds ?? []), ...clients]),
    ...loadBalancerPrerequisites(environment, loadBalancer),
    ...existingLoadBalancer(environment, loadBalancer),
    ...lifecycleHooks.map(({ functionArn }) => lambdaFunction(environment, functionArn)),
    ...topicPrerequisites(environment, alarms.topicArn),
    ...environment.scheduledTasks.flatMap(({ deadLetterQueueArn: arn }) => (arn ? [queue(environment, arn)] : [])),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html */
function serviceLinkedRole({ account }: EnvironmentModel): Prerequisite {
  return {
    title: 'Service-linked role of Amazon ECS',
    account,
    neededFor: 'deployment',
    check: 'aws iam get-role --role-name AWSServiceRoleForECS --query Role.Arn --output text',
    fix: { command: 'aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com' },
  };
}

function cluster({ account, region, cluster: { name } }: EnvironmentModel): Prerequisite {
  return {
    title: `Cluster ${name}`,
    account,
    neededFor: 'deployment',
    check: `aws ecs describe-clusters --region ${region} --clusters ${shellWord(name)} --query 'clusters[].status' --output text`,
    expected: 'ACTIVE',
    fix: { command: `aws ecs create-cluster --region ${region} --cluster-name ${shellWord(name)}` },
  };
}

function existingServicePrerequisites(environment: EnvironmentModel): Prerequisite[] {
  const {
    account,
    region,
    cluster: { name: clusterName },
    ecsService,
    codeDeploy,
  } = environment;
  const controller = codeDeploy ? 'CODE_DEPLOY' : 'ECS';
  return [
    cluster(environment),
    {
      title: `Service ${ecsService.name} with the deployment controller ${controller}`,
      account,
      neededFor: 'release',
      check: `aws ecs describe-services --region ${region} --cluster ${shellWord(clusterName)} --services ${shellWord(ecsService.name)} --query "services[?status=='ACTIVE'].[deploymentController.type || 'ECS'] | []" --output text`,
      expected: controller,
      fix: { instruction: `Create the service in the cluster ${clusterName}.` },
    },
    ...(codeDeploy
      ? [
          {
            title: `Deployment group ${codeDeploy.deploymentGroup} of ${codeDeploy.application}`,
            account,
            neededFor: 'release',
            check: `aws deploy get-deployment-group --region ${region} --application-name ${shellWord(codeDeploy.application)} --deployment-group-name ${shellWord(codeDeploy.deploymentGroup)}`,
            fix: { instruction: `Create the deployment group for the service ${ecsService.name}.` },
          } as const,
          ...codeDeploy.hooks.map(
            ({ functionName }): Prerequisite => ({
              ...lambdaFunction(environment, functionName),
              neededFor: 'release',
            }),
          ),
        ]
      : []),
  ];
}

function existingLoadBalancer(
  environment: EnvironmentModel,
  loadBalancer: LoadBalancerModel | undefined,
): Prerequisite[] {
  const { account, region } = environment;
  const { listenerArn, testListenerArn, targetGroupArn, securityGroupId } = loadBalancer?.existing ?? {};
  const listeners = [listenerArn, testListenerArn].flatMap((arn) => arn ?? []);
  return [
    ...listeners.map(
      (arn): Prerequisite => ({
        title: `Listener ${arn.split(':listener/')[1]}`,
        account,
        neededFor: 'deployment',
        check: `aws elbv2 describe-listeners --region ${region} --listener-arns ${shellWord(arn)}`,
        fix: { instruction: 'Specify the ARN of an existing listener.' },
      }),
    ),
    ...(targetGroupArn
      ? [
          {
            title: `Target group ${targetGroupArn.split(':targetgroup/')[1]}`,
            account,
            neededFor: 'deployment',
            check: `aws elbv2 describe-target-groups --region ${region} --target-group-arns ${shellWord(targetGroupArn)} --query 'TargetGroups[].TargetType' --output text`,
            expected: 'ip',
            fix: { instruction: 'Specify the ARN of an existing target group with the target type ip.' },
          } as const,
        ]
      : []),
    ...(securityGroupId ? network(environment, { securityGroupIds: [securityGroupId] }) : []),
  ];
}

function fileSystem({ account, region }: EnvironmentModel, id: string): Prerequisite {
  return {
    title: `File system ${id}`,
    account,
    neededFor: 'release',
    check: `aws efs describe-file-systems --region ${region} --file-system-id ${shellWord(id)} --query 'FileSystems[].LifeCycleState' --output text`,
    expected: 'available',
    fix: { instruction: `Specify the ID of an existing file system in ${region}.` },
  };
}
