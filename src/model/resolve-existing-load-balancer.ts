import { ListenerProtocol, type LoadBalancerOptions } from '../options';
import type { Place } from './aws';
import { checkPlace } from './check-place';
import type { DeploymentModel, ExistingLoadBalancerModel, ListenerRuleModel, LoadBalancerModel } from './model';
import type { OptionReader } from './option-reader';
import { HOST_HEADER, LISTENER_ARN, PATH_CONDITION, SECURITY_GROUP_ID, TARGET_GROUP_ARN, VPC_ID } from './rules';

type Key = keyof LoadBalancerOptions;

/** Options that configure a load balancer that the stack creates. */
const OF_CREATED: readonly Key[] = [
  'internetFacing',
  'certificateArn',
  'additionalDomainNames',
  'hostedZone',
  'allowedCidrs',
  'accessLogsBucket',
  'dropInvalidHeaderFields',
  'webAclArn',
];

/** Options that configure target groups that the stack creates. */
const OF_TARGET_GROUPS: readonly Key[] = [
  'healthCheck',
  'deregistrationDelaySeconds',
  'stickinessSeconds',
  'protocolVersion',
  'targetProtocol',
];

/** Options that configure the rule that the stack adds to an existing listener. */
const OF_RULE: readonly Key[] = ['rulePriority', 'hostHeaders', 'pathPatterns', 'testListenerArn'];

/** Options that say more about an existing load balancer. */
const OF_EXISTING: readonly Key[] = ['listenerProtocol', 'securityGroupId'];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_CONDITION_VALUES = 5;

/** Whether the config uses an existing load balancer. */
export function isExisting(options: OptionReader): boolean {
  return options.has('listenerArn') || options.has('targetGroupArn');
}

/** Resolves an existing load balancer. `undefined` if the stack creates the load balancer. */
export function resolveExistingLoadBalancer(
  options: OptionReader,
  place: Place,
): ExistingLoadBalancerModel | undefined {
  const listenerArn = options.string('listenerArn', LISTENER_ARN);
  const targetGroupArn = options.string('targetGroupArn', TARGET_GROUP_ARN);
  const testListenerArn = options.string('testListenerArn', LISTENER_ARN);
  const protocol =
    options.enumMember('listenerProtocol', 'ListenerProtocol', ListenerProtocol) ?? ListenerProtocol.HTTPS;
  const securityGroupId = options.string('securityGroupId', SECURITY_GROUP_ID);
  const rule: ListenerRuleModel = {
    priority: options.integer('rulePriority', 1, 50_000) ?? 1,
    hostHeaders: options.strings('hostHeaders', HOST_HEADER) ?? [],
    pathPatterns: options.strings('pathPatterns', PATH_CONDITION) ?? [],
  };
  rejectOthers(options);
  if (!isExisting(options)) {
    return undefined;
  }
  const fix = 'The load balancer must be in the same account and Region as the environment.';
  for (const [key, arn] of Object.entries({ listenerArn, targetGroupArn, testListenerArn })) {
    if (arn) {
      checkPlace(options, key, arn, { place, same: ['account', 'region', 'partition'], fix });
    }
  }
  if (!options.has('targetGroupArn') && !options.isRejected('listenerArn')) {
    checkRule(options, rule);
    checkTestListener(options);
  }
  return {
    protocol,
    listenerArn,
    loadBalancerArn: listenerArn && loadBalancerOf(listenerArn),
    testListenerArn,
    securityGroupId,
    targetGroupArn,
    rule: targetGroupArn ? undefined : rule,
  };
}

/** The ARN of the load balancer that a listener belongs to. */
function loadBalancerOf(listenerArn: string): string {
  return listenerArn.replace(':listener/', ':loadbalancer/').replace(/\/[^/]+$/, '');
}

/** Reports options of another kind of load balancer. */
function rejectOthers(options: OptionReader): void {
  const rejectEach = (keys: readonly Key[], reject: (key: Key) => void) =>
    keys.filter((key) => options.has(key)).forEach(reject);
  if (!isExisting(options)) {
    rejectEach(OF_EXISTING, (key) =>
      options.rejectWithoutValue(key, 'existing-load-balancer-only', {
        why: 'applies only to an existing load balancer',
        fix: `Set listenerArn or targetGroupArn, or remove ${key}.`,
      }),
    );
  } else {
    const existing = options.has('listenerArn') ? 'listenerArn' : 'targetGroupArn';
    rejectEach(OF_CREATED, (key) =>
      options.rejectWithoutValue(key, 'new-load-balancer-only', {
        why: `applies only to a load balancer that the service stack creates, but ${existing} specifies an existing one`,
        fix: `Remove ${key} or ${existing}.`,
      }),
    );
  }
  if (options.has('targetGroupArn')) {
    rejectEach([...OF_TARGET_GROUPS, ...OF_RULE], (key) =>
      options.rejectWithoutValue(key, 'existing-target-group', {
        why: 'has no effect on an existing target group',
        fix: `Remove ${key} or targetGroupArn.`,
      }),
    );
  } else if (!options.has('listenerArn')) {
    rejectEach(OF_RULE, (key) =>
      options.rejectWithoutValue(key, 'listener-required', {
        why: 'applies only to an existing listener',
        fix: `Set listenerArn, or remove ${key}.`,
      }),
    );
  }
}

function checkRule(options: OptionReader, { hostHeaders, pathPatterns }: ListenerRuleModel): void {
  if (!options.has('rulePriority')) {
    options.rejectWithoutValue('rulePriority', 'missing-option', {
      why: 'is missing',
      allowed: '1 to 50000',
      fix: 'Set a priority that no other rule of the listener has.',
    });
  }
  for (const key of ['hostHeaders', 'pathPatterns'].filter((k) => options.isEmptyList(k))) {
    options.reject(key, 'empty-list', {
      why: 'is empty',
      allowed: 'at least one value',
      fix: 'Add a value, or remove the option.',
    });
  }
  if (!options.has('hostHeaders') && !options.has('pathPatterns')) {
    options.rejectWithoutValue('listenerArn', 'rule-condition-required', {
      why: 'requires a condition for the requests that the listener forwards to this service',
      allowed: 'hostHeaders, pathPatterns',
      fix: 'Set at least one of these options.',
    });
  }
  const values = hostHeaders.length + pathPatterns.length;
  if (values > MAX_CONDITION_VALUES) {
    options.rejectWithoutValue(options.has('hostHeaders') ? 'hostHeaders' : 'pathPatterns', 'too-many-rule-values', {
      why: `results in a rule with ${values} values`,
      allowed: `at most ${MAX_CONDITION_VALUES} in hostHeaders and pathPatterns together`,
      fix: 'Use a wildcard, or remove some of the values.',
    });
  }
}

/** A target group can belong to only one load balancer, and the rule has the same priority in both listeners. */
function checkTestListener(options: OptionReader): void {
  const [test, production] = [options.value('testListenerArn'), options.value('listenerArn')];
  if (typeof test !== 'string' || typeof production !== 'string' || options.isRejected('testListenerArn')) {
    return;
  }
  if (test === production || loadBalancerOf(test) !== loadBalancerOf(production)) {
    options.rejectWithoutValue('testListenerArn', 'test-listener', {
      why: test === production ? 'is the listener for production traffic' : 'belongs to another load balancer',
      allowed: `another listener of ${loadBalancerOf(production)}`,
      fix: 'Specify another listener of the same load balancer, or remove testListenerArn.',
    });
  }
}

/** Reports options that do not fit the strategy. */
export function checkStrategy(options: OptionReader, { strategy, shift }: DeploymentModel): void {
  if (shift && options.has('targetGroupArn')) {
    options.rejectWithoutValue('targetGroupArn', 'existing-target-group', {
      why: `is a single target group, but ${strategy} alternates between two`,
      fix: 'Set listenerArn instead, or use DeploymentStrategy.ROLLING.',
    });
  }
  if (!shift && options.has('testListenerArn') && options.has('listenerArn')) {
    options.rejectWithoutValue('testListenerArn', 'parameter-of-other-strategy', {
      why: `is not used by ${strategy}, which does not shift traffic`,
      fix: 'Remove it, or choose another strategy.',
    });
  }
}

/** Reports what is missing so that the existing load balancer can connect to the tasks. */
export function checkConnections(options: OptionReader, network: OptionReader): void {
  if (!isExisting(options) || options.isRejected('listenerArn', 'targetGroupArn')) {
    return;
  }
  const existing = options.has('listenerArn') ? 'listenerArn' : 'targetGroupArn';
  if (!network.has('vpcId')) {
    network.rejectWithoutValue('vpcId', 'missing-option', {
      why: `is missing, but loadBalancer.${existing} belongs to an existing VPC`,
      allowed: VPC_ID.allowed,
      fix: 'Specify the VPC of the load balancer.',
    });
  }
  const accepted = options.has('targetGroupArn') && network.has('securityGroupIds');
  if (!options.has('securityGroupId') && !accepted) {
    const other = options.has('targetGroupArn')
      ? ', or add a security group that accepts connections from it to network.securityGroupIds'
      : '';
    options.rejectWithoutValue('securityGroupId', 'missing-option', {
      why: 'is missing',
      allowed: SECURITY_GROUP_ID.allowed,
      fix: `Specify the security group of the load balancer${other}.`,
    });
  }
}

/** Whether the URL of the service is known. The DNS name of an existing load balancer is not. */
export function hasUrl({ existing, domainNames }: LoadBalancerModel): boolean {
  return !existing || domainNames.length > 0;
}

/** Whether the load balancer that the metrics belong to is known. */
export function hasMetrics(loadBalancer: LoadBalancerModel | undefined): boolean {
  return loadBalancer !== undefined && (!loadBalancer.existing || loadBalancer.existing.loadBalancerArn !== undefined);
}
