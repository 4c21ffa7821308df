import type { Finding } from '../../../core/stack-source';
import type {
  DeliveryModel,
  EnvironmentModel,
  LoadBalancerModel,
  ManagedServiceModel,
  ServiceConnectModel,
} from '../../../model/model';
import { hasUrl } from '../../../model/resolve-existing-load-balancer';
import { ContainerInsights, DeploymentStrategy } from '../../../options';
import { acknowledge } from '../../../printing/statements';
import { code, imports, literal, quote, sourceFile } from '../../../printing/typescript';
import { availabilityZones } from '../../shared/network';
import { inEnvironment } from '../container';
import type { Having } from '../mode';
import { trafficTarget } from '../traffic-target';
import { alarmsCode, hasAlarms } from './alarms';
import { capacity } from './capacity';
import { trafficSource } from './existing-load-balancer';
import { hookRoleCode, hooksCode } from './lifecycle-hooks';
import { loadBalancerCode } from './load-balancer';
import { networkCode, securityGroupIds, securityGroups, taskSubnetIds } from './network';
import { revisionParameter } from './revision-parameter';
import { scaling } from './scaling';
import { scheduledTasksCode, schedulerFindings } from './scheduled-tasks';
import { discoveryCode, serviceRegistries } from './service-discovery';
import { workersCode } from './workers';

/**
 * `infra/service-stack.ts`, or one file for each environment: the service and its infrastructure.
 */
export function renderServiceStack(delivery: DeliveryModel, environment: Having<'managed'>): string {
  const { managed } = environment;
  const model = inEnvironment(delivery, environment);
  const { loadBalancer, autoScaling } = managed;
  const scheduled = environment.scheduledTasks.length > 0;
  const findings = [...findingsOf(managed), ...(scheduled ? schedulerFindings(environment) : [])];
  return sourceFile`
    ${importsOf(managed, environment, findings)}

    /** The service ${model.service} in ${environment.name} and its infrastructure. */
    export class ${managed.stack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${parameter(managed)}

        ${networkCode(environment, managed)}

        ${securityGroups(model, environment, managed)}

        ${managed.createCluster ? cluster(environment, managed) : undefined}

        ${loadBalancer && loadBalancerCode(model, managed, loadBalancer)}

        ${managed.serviceDiscovery && discoveryCode(managed.serviceDiscovery)}

        ${hasAlarms(managed.alarms) ? alarmsCode(environment, managed) : undefined}

        ${hookRoleCode(managed.lifecycleHooks)}

        ${serviceCode(model, environment, managed)}

        ${autoScaling && scaling(environment, autoScaling, loadBalancer)}

        ${environment.workers.length > 0 ? workersCode(environment, managed) : undefined}

        ${scheduled ? scheduledTasksCode(model, environment, managed) : undefined}

        ${outputs(managed)}

        ${acknowledgements(managed, findings)}
      }

      ${availabilityZones(managed.network)}
    }
  `;
}

function importsOf(
  { network, loadBalancer, serviceDiscovery, autoScaling, deployment, alarms }: ManagedServiceModel,
  { scheduledTasks, workers }: EnvironmentModel,
  findings: readonly Finding[],
): string {
  const alarm = hasAlarms(alarms);
  const newVpc = network.kind === 'new';
  const newTargetGroup = loadBalancer && !loadBalancer.existing?.targetGroupArn;
  const scheduled = scheduledTasks.length > 0;
  const scales = autoScaling || workers.some((worker) => worker.autoScaling);
  return imports({
    'aws-cdk-lib': [
      'CfnCondition',
      'CfnOutput',
      'CfnParameter',
      'Fn',
      'Stack',
      'type StackProps',
      ...(importsSubnets(network, loadBalancer) ? ['Annotations'] : []),
      ...(newTargetGroup || alarm ? ['Duration'] : []),
      ...(newVpc ? ['RemovalPolicy'] : []),
      ...(findings.length > 0 || scheduled ? ['Validations'] : []),
    ],
    ...(scales ? { 'aws-cdk-lib/aws-applicationautoscaling': 'appscaling' } : {}),
    ...(loadBalancer?.hostedZone && !loadBalancer.certificateArn
      ? { 'aws-cdk-lib/aws-certificatemanager': 'acm' }
      : {}),
    ...(alarm ? { 'aws-cdk-lib/aws-cloudwatch': 'cloudwatch' } : {}),
    ...(alarm && alarms.topicArn
      ? { 'aws-cdk-lib/aws-cloudwatch-actions': 'actions', 'aws-cdk-lib/aws-sns': 'sns' }
      : {}),
    'aws-cdk-lib/aws-ec2': 'ec2',
    'aws-cdk-lib/aws-ecs': 'ecs',
    ...(loadBalancer ? { 'aws-cdk-lib/aws-elasticloadbalancingv2': 'elbv2' } : {}),
    ...(newVpc || deployment.shift || scheduled ? { 'aws-cdk-lib/aws-iam': 'iam' } : {}),
    ...(newVpc ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
    ...(loadBalancer?.hostedZone
      ? { 'aws-cdk-lib/aws-route53': 'route53', 'aws-cdk-lib/aws-route53-targets': 'route53Targets' }
      : {}),
    ...(loadBalancer?.accessLogsBucket ? { 'aws-cdk-lib/aws-s3': 's3' } : {}),
    ...(scheduled ? { 'aws-cdk-lib/aws-scheduler': 'scheduler' } : {}),
    ...(serviceDiscovery && !serviceDiscovery.serviceArn
      ? { 'aws-cdk-lib/aws-servicediscovery': 'servicediscovery' }
      : {}),
    ...(loadBalancer?.webAclArn ? { 'aws-cdk-lib/aws-wafv2': 'wafv2' } : {}),
    constructs: ['type Construct'],
  });
}

function parameter({ parameter: name }: ManagedServiceModel): string {
  return code`
    // A release registers a task definition revision and deploys this stack with its ARN. If you deploy without the
    // parameter, the CDK keeps the value of the last deployment.
    ${revisionParameter({
      name,
      variable: 'taskDefinition',
      condition: 'released',
      conditionId: 'HasTaskDefinition',
      conditionComment: '// The first release creates the service. If that fails, all other resources remain.',
      description: 'ARN of the task definition revision to run. Empty before the first release.',
    })}`;
}

function cluster({ cluster: { name } }: EnvironmentModel, { containerInsights }: ManagedServiceModel): string {
  return code`
    const cluster = new ecs.Cluster(this, 'Cluster', {
      clusterName: ${quote(name)},
      vpc,
      containerInsightsV2: ecs.ContainerInsights.${containerInsights},
      enableFargateCapacityProviders: true,
    });`;
}

function serviceCode(model: DeliveryModel, environment: Having<'managed'>, managed: ManagedServiceModel): string {
  const { network, loadBalancer, autoScaling, deployment } = managed;
  const dependencies = [
    ...(loadBalancer ? trafficSource(loadBalancer.existing, deployment.shift) : []),
    ...(managed.createCluster ? ['cluster'] : []),
    ...(managed.lifecycleHooks.length > 0 ? ['hookRole'] : []),
    ...(network.kind === 'new' ? ['taskSubnets.internetConnectivityEstablished'] : []),
  ];
  return code`
    // An L1 construct, because ecs.FargateService does not accept the ARN of a task definition.
    const service = new ecs.CfnService(this, 'Service', {
      serviceName: ${quote(environment.ecsService.name)},
      cluster: ${managed.createCluster ? 'cluster.clusterName' : quote(environment.cluster.name)},
      taskDefinition: taskDefinition.valueAsString,
      ${autoScaling ? '// No desiredCount: every deployment would reset the number of tasks that auto scaling has set.' : `desiredCount: ${managed.desiredCount},`}
      ${capacity(managed, environment.taskDefinition)}
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ${taskSubnetIds(managed)},
          securityGroups: ${securityGroupIds(managed)},
          assignPublicIp: '${network.publicTasks ? 'ENABLED' : 'DISABLED'}',
        },
      },
      ${loadBalancer && targets(model, environment, loadBalancer)}
      ${managed.serviceDiscovery && serviceRegistries(managed.serviceDiscovery, model.container)}
      ${managed.serviceConnect && serviceConnectConfiguration(model, managed.serviceConnect)}
      ${deploymentConfiguration(managed)}
      availabilityZoneRebalancing: ${rebalancing(managed)},
      ${environment.executeCommand ? 'enableExecuteCommand: true,' : undefined}
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
    });
    service.cfnOptions.condition = released;
    ${dependencies.length > 0 ? `service.node.addDependency(${dependencies.join(', ')});` : undefined}`;
}

function targets(
  { container }: DeliveryModel,
  environment: Having<'managed'>,
  { healthCheckGracePeriodSeconds }: LoadBalancerModel,
): string {
  const { shift } = environment.managed.deployment;
  const { containerName, containerPort } = trafficTarget(container, environment);
  return code`
    loadBalancers: [
      {
        containerName: ${quote(containerName)},
        containerPort: ${String(containerPort)},
        targetGroupArn: targetGroup.targetGroupArn,
        ${
          shift &&
          code`
            advancedConfiguration: {
              alternateTargetGroupArn: alternateTargetGroup.targetGroupArn,
              productionListenerRule: productionRule.listenerRuleArn,
              ${shift.testListener && 'testListenerRule: testRule.listenerRuleArn,'}
              roleArn: infrastructureRole.roleArn,
            },`
        }
      },
    ],
    healthCheckGracePeriodSeconds: ${String(healthCheckGracePeriodSeconds)},`;
}

function serviceConnectConfiguration({ container }: DeliveryModel, connect: ServiceConnectModel): string {
  const { namespace, discoveryName, dnsName, port = container.port } = connect;
  return code`
    serviceConnectConfiguration: {
      enabled: true,
      namespace: ${quote(namespace)},
      services: [
        {
          portName: ${quote(container.portName!)},
          ${discoveryName && `discoveryName: ${quote(discoveryName)},`}
          clientAliases: [${literal({ port, dnsName })}],
        },
      ],
    },`;
}

function deploymentConfiguration({ deployment, alarms, lifecycleHooks }: ManagedServiceModel): string {
  const { strategy, minimumHealthyPercent, maximumPercent, shift } = deployment;
  const canary = { canaryPercent: shift?.percent, canaryBakeTimeInMinutes: shift?.stepBakeTimeInMinutes };
  const linear = { stepPercent: shift?.percent, stepBakeTimeInMinutes: shift?.stepBakeTimeInMinutes };
  return code`
    deploymentConfiguration: {
      strategy: ${quote(shift ? strategy : 'ROLLING')},
      minimumHealthyPercent: ${String(minimumHealthyPercent)},
      maximumPercent: ${String(maximumPercent)},
      ${shift ? undefined : 'deploymentCircuitBreaker: { enable: true, rollback: true },'}
      ${shift && `bakeTimeInMinutes: ${shift.bakeTimeInMinutes},`}
      ${strategy === DeploymentStrategy.CANARY ? `canaryConfiguration: ${literal(canary)},` : undefined}
      ${strategy === DeploymentStrategy.LINEAR ? `linearConfiguration: ${literal(linear)},` : undefined}
      ${hooksCode(lifecycleHooks)}
      ${hasAlarms(alarms) ? 'alarms: { alarmNames: alarms.map(({ alarmName }) => alarmName), enable: true, rollback: true },' : undefined}
    },`;
}

/**
 * ECS rebalances only if it can start an additional task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
function rebalancing({ deployment: { maximumPercent } }: ManagedServiceModel): string {
  return maximumPercent > 100 ? "'ENABLED'" : "'DISABLED'";
}

function outputs(managed: ManagedServiceModel): string {
  const { loadBalancer } = managed;
  return code`
    ${loadBalancer && hasUrl(loadBalancer) ? output('Url', 'URL of the service.', urlOf(loadBalancer)) : undefined}
    ${loadBalancer && dnsOutput(loadBalancer)}
    // One-off tasks, such as migrations, run with these settings.
    ${output('TaskSubnets', 'Subnets of the tasks.', `${taskSubnetIds(managed)}.join(',')`)}
    ${securityGroupOutput(managed)}`;
}

function securityGroupOutput(managed: ManagedServiceModel): string {
  return managed.network.securityGroupIds
    ? output('TaskSecurityGroup', 'Security groups of the tasks.', `${securityGroupIds(managed)}.join(',')`)
    : output('TaskSecurityGroup', 'Security group of the tasks.', 'serviceSecurityGroup.securityGroupId');
}

/** The target for DNS records that the stack does not create. */
function dnsOutput({ domainNames, hostedZone, existing }: LoadBalancerModel): string | undefined {
  if (domainNames.length === 0 || hostedZone || existing) {
    return undefined;
  }
  const records = domainNames.length === 1 ? 'DNS record' : 'DNS records';
  const description = `Target for the ${records} of ${domainNames.join(', ')}.`;
  return output('LoadBalancerDnsName', description, 'loadBalancer.loadBalancerDnsName');
}

function urlOf({ domainNames: [domainName], https }: LoadBalancerModel): string {
  const protocol = https ? 'https' : 'http';
  return domainName ? quote(`${protocol}://${domainName}`) : `\`${protocol}://\${loadBalancer.loadBalancerDnsName}\``;
}

function output(id: string, description: string, value: string): string {
  return code`
    new CfnOutput(this, '${id}', {
      description: ${quote(description)},
      value: ${value},
    });`;
}

function importsSubnets(
  { kind }: ManagedServiceModel['network'],
  loadBalancer: ManagedServiceModel['loadBalancer'],
): boolean {
  return kind === 'subnets' && loadBalancer !== undefined && !loadBalancer.existing;
}

function findingsOf({ loadBalancer, deployment, createCluster, containerInsights }: ManagedServiceModel): Finding[] {
  const allowed = [...(loadBalancer?.allowedCidrs ?? []), ...(deployment.shift?.testListener?.allowedCidrs ?? [])];
  const open = allowed.some((cidr) => cidr.endsWith('/0'));
  return [
    ...(createCluster && containerInsights === ContainerInsights.DISABLED
      ? [{ construct: 'cluster', id: 'AwsSolutions-ECS4', reason: 'The config disables Container Insights.' }]
      : []),
    ...(open
      ? [
          {
            construct: 'loadBalancerSecurityGroup',
            id: 'AwsSolutions-EC23',
            reason: 'The config allows connections from all IP addresses.',
          },
        ]
      : []),
    ...(loadBalancer && !loadBalancer.existing && !loadBalancer.accessLogsBucket
      ? [
          {
            construct: 'loadBalancer',
            id: 'AwsSolutions-ELB2',
            reason: 'The config does not specify a bucket for access logs.',
          },
        ]
      : []),
    ...(deployment.shift
      ? [
          {
            construct: 'infrastructureRole',
            id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers]',
            reason: 'AWS documents this managed policy for the role and updates it when ECS needs new permissions.',
          },
        ]
      : []),
  ];
}

function acknowledgements({ network, loadBalancer }: ManagedServiceModel, findings: readonly Finding[]): string {
  const warning = code`
    // The subnets are imported by ID. This stack does not use their route tables.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');`;
  return [importsSubnets(network, loadBalancer) ? warning : '', acknowledge(findings)].filter(Boolean).join('\n\n');
}
