import type { Finding } from '../../../core/stack-source';
import { acknowledge } from '../../../printing/statements';
import { code, imports, literal, quote, sourceFile } from '../../../printing/typescript';
import { availabilityZones } from '../../shared/network';
import type { Ec2EnvironmentModel, Ec2Model } from '../model';
import { alarmsCode } from './alarms';
import { deploymentGroupCode } from './deployment-group';
import { loadBalancerCode } from './load-balancer';
import { networkCode } from './network';
import { conditionsCode, historyOutput, launchHookCode, parametersCode, updatePolicyCode } from './refresh';
import { userDataCode } from './user-data';

/**
 * `infra/service-stack.ts`, or one file for each environment: the instances, their load balancer, and the deployment
 * group.
 */
export function renderServiceStack(model: Ec2Model, environment: Ec2EnvironmentModel): string {
  const { serviceStack, loadBalancer, alarms } = environment;
  const { refresh } = model;
  return sourceFile`
    ${importsOf(environment)}

    /** The instances of ${model.service} in ${environment.name} and their infrastructure. */
    export class ${serviceStack.className} extends Stack {
      constructor(scope: Construct, id: string, props: StackProps) {
        super(scope, id, props);

        ${refresh && parametersCode(refresh, alarms !== undefined)}

        ${networkCode(environment)}

        ${userDataCode(model, environment)}

        ${instancesCode(model, environment)}

        ${loadBalancer && loadBalancerCode(model, environment, loadBalancer)}

        ${scalingCode(environment)}

        ${alarms && alarmsCode(environment, alarms)}

        ${refresh ? conditionsCode(alarms !== undefined) : deploymentGroupCode(environment)}

        ${loadBalancer && outputs(model, environment)}
        ${refresh && historyOutput()}

        ${importsSubnets(environment) ? ACKNOWLEDGE_SUBNETS : undefined}
        ${acknowledge(findings(environment))}
      }

      ${availabilityZones(environment.network)}
    }
  `;
}

function importsOf({ network, loadBalancer, alarms, strategy, inPlace }: Ec2EnvironmentModel): string {
  const newVpc = network.kind === 'new';
  const zonal = strategy.stepBakeTimeInMinutes !== undefined;
  const replaces = inPlace === undefined;
  return imports({
    'aws-cdk-lib': [
      'Stack',
      'type StackProps',
      'Validations',
      ...(importsSubnets({ network }) ? ['Annotations'] : []),
      ...(replaces && alarms ? ['Aws'] : []),
      ...(replaces ? ['CfnCondition', 'CfnParameter', 'CfnResource'] : []),
      ...(loadBalancer || replaces ? ['CfnOutput'] : []),
      ...(loadBalancer || alarms || zonal || replaces ? ['Duration'] : []),
      ...(newVpc || replaces ? ['Fn'] : []),
      ...(newVpc ? ['RemovalPolicy'] : []),
    ],
    'aws-cdk-lib/aws-autoscaling': 'autoscaling',
    ...(loadBalancer?.hostedZone && !loadBalancer.certificateArn
      ? { 'aws-cdk-lib/aws-certificatemanager': 'acm' }
      : {}),
    ...(alarms ? { 'aws-cdk-lib/aws-cloudwatch': 'cloudwatch' } : {}),
    ...(alarms?.topicArn ? { 'aws-cdk-lib/aws-cloudwatch-actions': 'actions', 'aws-cdk-lib/aws-sns': 'sns' } : {}),
    ...(replaces ? {} : { 'aws-cdk-lib/aws-codedeploy': 'codedeploy' }),
    'aws-cdk-lib/aws-ec2': 'ec2',
    ...(loadBalancer ? { 'aws-cdk-lib/aws-elasticloadbalancingv2': 'elbv2' } : {}),
    'aws-cdk-lib/aws-iam': 'iam',
    ...(newVpc ? { 'aws-cdk-lib/aws-logs': 'logs' } : {}),
    ...(loadBalancer?.hostedZone
      ? { 'aws-cdk-lib/aws-route53': 'route53', 'aws-cdk-lib/aws-route53-targets': 'route53Targets' }
      : {}),
    ...(loadBalancer?.webAclArn ? { 'aws-cdk-lib/aws-wafv2': 'wafv2' } : {}),
    ...(loadBalancer?.accessLogsBucket ? { 'aws-cdk-lib/aws-s3': 's3' } : {}),
    constructs: ['type Construct'],
  });
}

function importsSubnets({ network }: Pick<Ec2EnvironmentModel, 'network'>): boolean {
  return network.kind === 'subnets';
}

const ACKNOWLEDGE_SUBNETS = code`
  // The subnets are imported by ID. This stack does not use their route tables.
  Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
`;

const PLACEHOLDER_IMAGE = code`
  Validations.of(launchTemplate).acknowledge({
    id: 'CloudFormation-Validate::E1152',
    reason: 'Until the CDK has looked up the image, the template contains a placeholder.',
  });`;

const IN_PLACE =
  '// A change of the launch template applies to new instances. It does not replace the instances that are running.';

const REPLACES = '// A change of the launch template, for example another bundle, replaces the instances.';

const AFTER_ROUTES = code`
  // An instance installs packages when it starts, so it needs a connection to the internet.
  autoScalingGroup.node.addDependency(vpc.selectSubnets(instanceSubnets).internetConnectivityEstablished);`;

function instancesCode(model: Ec2Model, environment: Ec2EnvironmentModel): string {
  const { name, instanceRole, instanceType, rootVolumeSize, network, autoScaling, autoScalingGroup } = environment;
  const more = network.securityGroupIds;
  return code`
    const securityGroup = new ec2.SecurityGroup(this, 'InstanceSecurityGroup', {
      vpc,
      description: ${quote(`Instances of ${model.service} in ${name}`)},
    });
    const launchTemplate = new ec2.LaunchTemplate(this, 'LaunchTemplate', {
      ${machineImage(model, environment)}
      instanceType: new ec2.InstanceType(${quote(instanceType)}),
      role: iam.Role.fromRoleArn(this, 'InstanceRole', ${quote(instanceRole.arn)}, { mutable: false }),
      userData,
      securityGroup,
      ${network.publicInstances ? 'associatePublicIpAddress: true,' : undefined}
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: ec2.BlockDeviceVolume.ebs(${String(rootVolumeSize)}, {
            encrypted: true,
            volumeType: ec2.EbsDeviceVolumeType.GP3,
          }),
        },
      ],
      // A request that the service forwards cannot reach the credentials of the instance.
      httpTokens: ec2.LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      // Metrics for each minute, which the alarms and the scaling use.
      detailedMonitoring: true,
    });
    ${
      more.length > 0
        ? code`
            for (const id of ${literal(more)}) {
              launchTemplate.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(this, id, id, { mutable: false }));
            }`
        : undefined
    }
    ${environment.imageId ? undefined : PLACEHOLDER_IMAGE}
    ${model.refresh ? REPLACES : IN_PLACE}
    const autoScalingGroup = new autoscaling.AutoScalingGroup(this, ${quote(model.refresh ? 'Instances' : 'AutoScalingGroup')}, {
      autoScalingGroupName: ${quote(autoScalingGroup)},
      vpc,
      vpcSubnets: instanceSubnets,
      launchTemplate,
      minCapacity: ${String(autoScaling.minCapacity)},
      maxCapacity: ${String(autoScaling.maxCapacity)},
      groupMetrics: [autoscaling.GroupMetrics.all()],
      ${model.refresh ? updatePolicyCode(environment) : undefined}
    });
    ${model.refresh && launchHookCode(model.refresh, environment)}
    ${network.kind === 'new' ? AFTER_ROUTES : undefined}`;
}

function machineImage({ instances: { architecture } }: Ec2Model, { imageId, region }: Ec2EnvironmentModel): string {
  if (imageId) {
    return `machineImage: ec2.MachineImage.genericLinux(${literal({ [region]: imageId })}),`;
  }
  return code`
    // The CDK looks up the image once and caches its ID in cdk.context.json, so that a release does not change it.
    machineImage: ec2.MachineImage.latestAmazonLinux2023({
      cpuType: ec2.AmazonLinuxCpuType.${architecture === 'arm64' ? 'ARM_64' : 'X86_64'},
      cachedInContext: true,
    }),`;
}

function scalingCode({ autoScaling }: Ec2EnvironmentModel): string | undefined {
  const { cpuUtilization, requestsPerTarget } = autoScaling;
  if (cpuUtilization === undefined && requestsPerTarget === undefined) {
    return undefined;
  }
  return code`
    ${
      cpuUtilization === undefined
        ? undefined
        : `autoScalingGroup.scaleOnCpuUtilization('ScaleByCpu', { targetUtilizationPercent: ${cpuUtilization} });`
    }
    ${
      requestsPerTarget === undefined
        ? undefined
        : `autoScalingGroup.scaleOnRequestCount('ScaleByRequests', { targetRequestsPerMinute: ${requestsPerTarget} });`
    }`;
}

function outputs({ instances }: Ec2Model, { loadBalancer }: Ec2EnvironmentModel): string {
  const { https, domainNames, hostedZone } = loadBalancer!;
  const [domainName] = domainNames;
  const protocol = https ? 'https' : 'http';
  const url = domainName
    ? quote(`${protocol}://${domainName}`)
    : `\`${protocol}://\${loadBalancer.loadBalancerDnsName}\``;
  return code`
    new CfnOutput(this, ${quote(instances.urlOutput)}, {
      description: 'URL of the service.',
      value: ${url},
    });
    ${
      hostedZone || domainNames.length === 0
        ? undefined
        : code`
            new CfnOutput(this, 'LoadBalancerDnsName', {
              description: ${quote(`Target for the DNS records of ${domainNames.join(', ')}.`)},
              value: loadBalancer.loadBalancerDnsName,
            });`
    }`;
}

function findings({ loadBalancer, inPlace }: Ec2EnvironmentModel): Finding[] {
  const open = loadBalancer?.allowedCidrs.some((cidr) => cidr.endsWith('/0'));
  return [
    {
      construct: 'autoScalingGroup',
      id: 'AwsSolutions-AS3',
      reason: 'The alarms notify people. Changes of the number of instances need no attention.',
    },
    ...(inPlace
      ? [
          {
            construct: 'deploymentRole',
            id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRole]',
            reason:
              'AWS documents this managed policy for the role and updates it when CodeDeploy needs new permissions.',
          },
        ]
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
    ...(loadBalancer && !loadBalancer.accessLogsBucket
      ? [
          {
            construct: 'loadBalancer',
            id: 'AwsSolutions-ELB2',
            reason: 'The config does not specify a bucket for access logs.',
          },
        ]
      : []),
  ];
}
