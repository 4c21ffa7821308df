import { ALARMS_NOTIFY } from './alarms-notify';
import { APPROVAL_BEFORE_PRODUCTION } from './approval-before-production';
import { MINIMUM_LOG_RETENTION } from './minimum-log-retention';
import { NO_WILDCARD_PERMISSIONS } from './no-wildcard-permissions';
import { PERMISSIONS_BOUNDARY } from './permissions-boundary';
import { PINNED_BASE_IMAGE } from './pinned-base-image';
import { PRODUCTION_STRATEGIES } from './production-strategies';
import { PUBLIC_LOAD_BALANCER_WITHOUT_TLS } from './public-load-balancer-without-tls';
import { REQUIRED_TAGS } from './required-tags';
import { SUPPORTED_NODE_VERSION } from './supported-node-version';
import { TASK_BUDGET } from './task-budget';

/** The rules of the library, by the method of `DeliveryRules` that creates each one. */
export const RULE_LIBRARY = {
  approvalBeforeProduction: APPROVAL_BEFORE_PRODUCTION,
  productionStrategies: PRODUCTION_STRATEGIES,
  publicLoadBalancersUseTls: PUBLIC_LOAD_BALANCER_WITHOUT_TLS,
  alarmsNotify: ALARMS_NOTIFY,
  minimumLogRetention: MINIMUM_LOG_RETENTION,
  requiredTags: REQUIRED_TAGS,
  permissionsBoundary: PERMISSIONS_BOUNDARY,
  noWildcardPermissions: NO_WILDCARD_PERMISSIONS,
  pinnedBaseImage: PINNED_BASE_IMAGE,
  supportedNodeVersion: SUPPORTED_NODE_VERSION,
  taskBudget: TASK_BUDGET,
};
