import { fromOption, type Statement } from '../../core/statement';
import type { FunctionModel } from './model';

/**
 * The permissions of the function role: what the options refer to, and nothing else. A log group that the stack creates
 * grants its own permissions.
 */
export function functionStatements(environment: FunctionModel): Statement[] {
  const { network, tracing, roleStatements, logGroup } = environment;
  return [
    ...(logGroup.create
      ? []
      : [
          {
            why: 'Write to the existing log group.',
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [`${logGroup.arn}:*`],
            wildcard: 'Lambda creates a log stream for each execution environment.',
          },
        ]),
    ...secretStatements(environment),
    ...queueStatements(environment),
    ...destinationStatements(environment),
    ...(network
      ? [
          {
            why: 'Connect the function to the VPC.',
            actions: [
              'ec2:AssignPrivateIpAddresses',
              'ec2:CreateNetworkInterface',
              'ec2:DeleteNetworkInterface',
              'ec2:DescribeNetworkInterfaces',
              'ec2:DescribeSubnets',
              'ec2:UnassignPrivateIpAddresses',
            ],
            resources: ['*'],
            wildcard: 'Lambda checks these permissions for all network interfaces.',
          },
        ]
      : []),
    ...(tracing
      ? [
          {
            why: 'Send traces to X-Ray.',
            actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
            resources: ['*'],
            wildcard: 'These actions do not support resource-level permissions.',
          },
        ]
      : []),
    ...fromOption('functionRoleStatements', roleStatements),
  ];
}

function secretStatements({ secrets }: FunctionModel): Statement[] {
  const ofService = (service: string) => secrets.filter((secret) => secret.service === service);
  return [
    {
      why: 'Read only the secrets of the function.',
      actions: ['secretsmanager:GetSecretValue'],
      resources: distinct(ofService('secretsmanager').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Read only the SSM parameters of the function.',
      actions: ['ssm:GetParameter', 'ssm:GetParameters'],
      resources: distinct(ofService('ssm').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Decrypt the secrets.',
      actions: ['kms:Decrypt'],
      resources: distinct(secrets.map(({ kmsKeyArn }) => kmsKeyArn)),
    },
  ].filter(({ resources }) => resources.length > 0);
}

function queueStatements({ triggers: { queues } }: FunctionModel): Statement[] {
  return [
    {
      why: 'Process the messages of the queues.',
      actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: distinct(queues.map(({ arn }) => arn)),
    },
    {
      why: 'Decrypt the messages of the queues.',
      actions: ['kms:Decrypt'],
      resources: distinct(queues.map(({ kmsKeyArn }) => kmsKeyArn)),
    },
  ].filter(({ resources }) => resources.length > 0);
}

function destinationStatements({ asyncInvocation }: FunctionModel): Statement[] {
  const arn = asyncInvocation?.onFailureArn;
  if (arn === undefined) {
    return [];
  }
  const actions: Readonly<Record<string, string>> = {
    sqs: 'sqs:SendMessage',
    sns: 'sns:Publish',
    lambda: 'lambda:InvokeFunction',
  };
  return [
    {
      why: 'Send failed events to the failure destination.',
      actions: [actions[arn.split(':')[2]!]!],
      resources: [arn],
    },
  ];
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}
