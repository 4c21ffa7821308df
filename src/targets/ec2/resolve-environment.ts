import type { Facts } from '../../core/fact';
import { GRAVITON_TYPE } from '../../data/ec2-instances';
import { LOG_RETENTION } from '../../data/log-retention';
import { arnOf, partitionOf } from '../../model/aws';
import { bootstrapRoles } from '../../model/bootstrap-roles';
import type { StackModel } from '../../model/model';
import { pascalCase } from '../../model/names';
import type { OptionReader } from '../../model/option-reader';
import type { EnvironmentPlace } from '../../model/resolve-environment-list';
import { readStatements, STATEMENT_OPTIONS } from '../../model/resolve-release';
import { readSmokeTest, smokeTestOptions } from '../../model/resolve-smoke-test';
import { type RoleNames, roleArnOf } from '../../model/role-names';
import { SHARED } from '../../model/shared-values';
import { CpuArchitecture, Ec2DeploymentMode } from '../../options';
import type { Ec2EnvironmentModel, Ec2LoadBalancerModel } from './model';
import {
  LONGEST_TIMEOUT,
  resolveAlarms,
  resolveAutoScaling,
  resolveStrategy,
  resolveTimeout,
} from './resolve-deployment';
import { resolveLoadBalancer, resolveNetwork } from './resolve-network';
import { resolveRefreshStrategy, resolveRefreshTimeout } from './resolve-refresh';
import { resolveSecrets, resolveVariables } from './resolve-variables';
import { IMAGE_ID, INSTANCE_TYPE } from './rules';
import { EC2_SHARED } from './shared-values';

/** Minutes within which CloudFormation must update the service stack in a release. */
export const STACK_MINUTES = 30;

/** What the config decides before the environments are resolved. */
export interface Ec2Facts {
  readonly service: string;
  readonly qualifier: string;
  readonly roles: RoleNames;
  readonly architecture: CpuArchitecture;
  readonly architectureIsKnown: boolean;
  readonly mode: Ec2DeploymentMode;
  readonly modeIsKnown: boolean;
}

/** An environment without the bucket, which depends on all environments. */
export type UnplacedEnvironment = Omit<Ec2EnvironmentModel, 'bucket'>;

export function resolveEnvironment(options: OptionReader, facts: Ec2Facts & EnvironmentPlace): UnplacedEnvironment {
  const { service, account, region, name, several, qualifier } = facts;
  const decisions = facts.decisions.in(name);
  const prefix = `${service}-${name}`;
  const createAs = decisions.decide(EC2_SHARED.instanceRole, `${facts.roles.prefix}${prefix}-instance`);
  const logGroup = decisions.decide(EC2_SHARED.logGroup, `/ec2/${service}/${name}`);
  const loadBalancer = resolveLoadBalancer(options, facts);
  const network = resolveNetwork(options, loadBalancer);
  const autoScaling = resolveAutoScaling(options, loadBalancer);
  const alarms = resolveAlarms(options, facts, loadBalancer);
  const replaces = facts.mode === Ec2DeploymentMode.INSTANCE_REFRESH;
  const strategy = replaces
    ? resolveRefreshStrategy(options, autoScaling, alarms)
    : resolveStrategy(options, autoScaling);
  const deploymentTimeoutMinutes = replaces
    ? resolveRefreshTimeout(options, strategy, autoScaling, loadBalancer)
    : resolveTimeout(options, strategy, network);
  return {
    name,
    argument: decisions.decide(SHARED.scriptArgument, name),
    account,
    region,
    partition: partitionOf(region),
    approval: options.boolean('approval') ?? (several && /^prod(uction)?$/.test(name)),
    deploymentTimeoutMinutes,
    releaseTimeout: deploymentTimeoutMinutes + STACK_MINUTES,
    // A rollback can first wait for the deployment that it stops.
    rollbackTimeout: Math.min(2 * deploymentTimeoutMinutes, LONGEST_TIMEOUT + STACK_MINUTES),
    baseStack: stackOf('base', facts, decisions),
    serviceStack: stackOf('service', facts, decisions),
    bootstrapRoles: bootstrapRoles(facts, qualifier),
    variablesFile: `deploy/environments/${name}.env`,
    variables: resolveVariables(options),
    secrets: resolveSecrets(options, facts),
    instanceRole: { arn: roleArnOf(facts, facts.roles, createAs), createAs },
    instanceRoleStatements: readStatements(options.structs('instanceRoleStatements', STATEMENT_OPTIONS)),
    inPlace: replaces
      ? undefined
      : {
          application: decisions.decide(EC2_SHARED.application, prefix),
          deploymentGroup: decisions.decide(EC2_SHARED.deploymentGroup, prefix),
        },
    // A release that changes the mode creates the new group before it deletes the other one.
    autoScalingGroup: decisions.decide(EC2_SHARED.autoScalingGroup, replaces ? `${prefix}-instances` : prefix),
    logGroup: { name: logGroup, arn: arnOf('logs', facts, `log-group:${logGroup}`) },
    logRetentionDays: readLogRetention(options),
    instanceType: resolveInstanceType(options, facts),
    imageId: options.string('imageId', IMAGE_ID),
    rootVolumeSize: options.integer('rootVolumeSize', 8, 16_384) ?? 16,
    autoScaling,
    network,
    loadBalancer,
    strategy,
    alarms,
    terminationHook: resolveTerminationHook(options, facts),
    smokeTest: resolveSmokeTest(options, { loadBalancer, mode: facts.mode }, decisions),
  };
}

/** Reads the option for an environment or, at the top level, for resources that belong to no environment. */
export function readLogRetention(options: OptionReader): number {
  return options.oneOf('logRetentionDays', Object.keys(LOG_RETENTION).map(Number)) ?? 30;
}

function stackOf(
  purpose: 'base' | 'service',
  { service, name, several }: Ec2Facts & EnvironmentPlace,
  decisions: Facts,
): StackModel {
  const className = `${pascalCase(purpose)}Stack`;
  return {
    name: decisions.decide(
      purpose === 'base' ? SHARED.baseStack : SHARED.serviceStack,
      `${service}-${name}-${purpose}`,
    ),
    file: several ? `${name}-${purpose}-stack.ts` : `${purpose}-stack.ts`,
    className: several ? `${pascalCase(name)}${className}` : className,
  };
}

function resolveInstanceType(options: OptionReader, { architecture, architectureIsKnown }: Ec2Facts): string {
  const isArm = architecture === CpuArchitecture.ARM64;
  const type = options.string('instanceType', INSTANCE_TYPE) ?? (isArm ? 't4g.small' : 't3.small');
  if (GRAVITON_TYPE.test(type) !== isArm && architectureIsKnown) {
    options.reject('instanceType', 'instance-architecture', {
      why: `has a processor for ${isArm ? 'x86_64' : 'arm64'}, but architecture is CpuArchitecture.${isArm ? 'ARM64' : 'X86_64'}`,
      allowed: isArm
        ? 'an instance type with AWS Graviton, for example m7g.large'
        : 'an instance type with Intel or AMD processors, for example m7i.large',
      fix: 'Change instanceType or architecture.',
    });
  }
  return type;
}

function resolveTerminationHook(options: OptionReader, { mode, modeIsKnown }: Ec2Facts): boolean {
  const isOn = options.boolean('terminationHook') ?? false;
  if (isOn && mode === Ec2DeploymentMode.INSTANCE_REFRESH && modeIsKnown) {
    options.reject('terminationHook', 'option-of-other-mode', {
      why: 'requires CodeDeploy, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH',
      fix: 'Remove it. systemd stops the service when an instance shuts down.',
    });
  }
  return isOn;
}

function resolveSmokeTest(
  parent: OptionReader,
  { loadBalancer, mode }: { loadBalancer: Ec2LoadBalancerModel | undefined; mode: Ec2DeploymentMode },
  decisions: Facts,
): Ec2EnvironmentModel['smokeTest'] {
  const options = smokeTestOptions(parent, 'the service');
  return (
    options &&
    readSmokeTest(options, decisions, (command) => {
      if (command.includes('SERVICE_URL') && !parent.isRejected('loadBalancer')) {
        checkServiceUrl(options, loadBalancer);
      }
      if (command.includes('DEPLOYMENT_ID') && mode === Ec2DeploymentMode.INSTANCE_REFRESH) {
        options.reject('command', 'option-of-other-mode', {
          why: 'uses DEPLOYMENT_ID, but deploymentMode is Ec2DeploymentMode.INSTANCE_REFRESH',
          fix: 'Use BUNDLE_KEY instead.',
        });
      }
    })
  );
}

/** The smoke test runs on the engine's machine, outside the network of the service. */
function checkServiceUrl(options: OptionReader, loadBalancer: Ec2LoadBalancerModel | undefined): void {
  if (!loadBalancer?.internetFacing) {
    options.reject('command', 'service-url', {
      why: 'uses SERVICE_URL, which is set only for an internet-facing load balancer',
      fix: 'Specify the URL in the command instead.',
    });
  } else if (loadBalancer.https && loadBalancer.domainNames.length === 0) {
    options.reject('command', 'service-url', {
      why: 'uses SERVICE_URL, whose host name does not match the certificate',
      fix: 'Set loadBalancer.domainName.',
    });
  }
}
