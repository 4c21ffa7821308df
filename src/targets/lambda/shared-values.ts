import type { FactName } from '../../core/fact';

const BASE_STACK = /base-stack\.ts$/;

/** The values that the files of a Lambda delivery share, in addition to those of every delivery. */
export const LAMBDA_SHARED = {
  functionName: { id: 'function-name', title: 'Function', option: 'functionName' },
  functionRole: {
    id: 'function-role',
    title: 'Function role',
    option: 'functionRoleArn',
    definedBy: { file: BASE_STACK, line: /^\s*roleName:/ },
  },
  functionLogGroup: {
    id: 'function-log-group',
    title: 'Log group',
    option: 'functionName',
    definedBy: { file: BASE_STACK, line: /^\s*logGroupName:/ },
  },
  alias: { id: 'function-alias', title: 'Alias' },
  handler: { id: 'handler', title: 'Handler', option: 'handler' },
  runtime: { id: 'lambda-runtime', title: 'Lambda runtime', option: 'runtime' },
  deploymentGroup: { isInternal: true, id: 'deployment-group', title: 'Deployment group' },
  application: { isInternal: true, id: 'lambda-application', title: 'CodeDeploy application' },
  queue: { id: 'trigger-queue', title: 'Queue', option: 'triggers.sqs' },
  failureDestination: {
    id: 'failure-destination',
    title: 'Destination of failed events',
    option: 'asyncInvocation.onFailureArn',
  },
  urlOutput: { isInternal: true, id: 'url-output', title: 'Output of the service stack with the URL' },
} satisfies Record<string, FactName>;
