import { fromOption, type Statement } from '../../core/statement';
import { arnOf } from '../../model/aws';
import type { Ec2EnvironmentModel } from './model';

/** The permissions of the instance role, in addition to those to read bundles. */
export function instanceStatements(environment: Ec2EnvironmentModel): Statement[] {
  const { logGroup, secrets, instanceRoleStatements, inPlace, autoScalingGroup } = environment;
  const ofService = (service: string) => secrets.filter((secret) => secret.service === service);
  return [
    {
      why: 'Write the logs of the service and of its deployments.',
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [`${logGroup.arn}:*`],
      wildcard: 'Each instance has its own log streams.',
    },
    ...(inPlace
      ? []
      : [
          {
            why: 'Report whether the service has started.',
            actions: ['autoscaling:CompleteLifecycleAction'],
            resources: [
              arnOf('autoscaling', environment, `autoScalingGroup:*:autoScalingGroupName/${autoScalingGroup}`),
            ],
            wildcard: 'Auto Scaling generates an ID of the group, which is part of its ARN.',
          },
        ]),
    ...[
      {
        why: 'Read only the secrets of the service.',
        actions: ['secretsmanager:GetSecretValue'],
        resources: distinct(ofService('secretsmanager').map(({ policyResource }) => policyResource)),
      },
      {
        why: 'Read only the SSM parameters of the service.',
        actions: ['ssm:GetParameter'],
        resources: distinct(ofService('ssm').map(({ policyResource }) => policyResource)),
      },
      {
        why: 'Decrypt the secrets.',
        actions: ['kms:Decrypt'],
        resources: distinct(secrets.map(({ kmsKeyArn }) => kmsKeyArn)),
      },
    ].filter(({ resources }) => resources.length > 0),
    ...fromOption('instanceRoleStatements', instanceRoleStatements),
  ];
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}
