import type { EnvironmentModel, RegistryModel } from '../model/model';
import type { Statement } from '../core/target';
import { code, comment, literal, quote } from './typescript';

const SIGN_IN: Statement = {
  why: 'Log in to ECR.',
  actions: ['ecr:GetAuthorizationToken'],
  resources: ['*'],
  wildcard: 'ecr:GetAuthorizationToken does not support resource-level permissions.',
};

export const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** Permissions to push an image and to check whether it exists. */
export function pushStatements({ repositoryArn }: RegistryModel): Statement[] {
  return [
    SIGN_IN,
    {
      why: 'Push images to this repository and check which images exist.',
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [repositoryArn],
    },
  ];
}

/** Permissions that ECS needs to start a task, except for writing logs. */
export function executionStatements({ repositoryArn }: RegistryModel, { secrets }: EnvironmentModel): Statement[] {
  const ofService = (service: string) => secrets.filter((secret) => secret.service === service);
  return [
    SIGN_IN,
    {
      why: 'Pull images from this repository.',
      actions: PULL_ACTIONS,
      resources: [repositoryArn],
    },
    {
      why: 'Read only the secrets of the container.',
      actions: ['secretsmanager:GetSecretValue'],
      resources: distinct(ofService('secretsmanager').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Read only the SSM parameters of the container.',
      actions: ['ssm:GetParameters'],
      resources: distinct(ofService('ssm').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Decrypt the secrets.',
      actions: ['kms:Decrypt'],
      resources: distinct(secrets.map(({ kmsKeyArn }) => kmsKeyArn)),
    },
  ].filter(({ resources }) => resources.length > 0);
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}

/** Code that adds the statements to a role. */
export function addToRole(role: string, statements: readonly Statement[]): string {
  return statements
    .map(
      ({ why, actions, resources, conditions }) => code`
        ${comment(why)}
        ${role}.addToPolicy(
          new iam.PolicyStatement({
            actions: ${literal(actions)},
            resources: ${literal(resources)},
            ${conditions && `conditions: ${literal(conditions)},`}
          }),
        );`,
    )
    .join('\n');
}

/** A cdk-nag finding on a construct, and the reason why it is acceptable. */
export interface Finding {
  readonly construct: string;
  /** Includes the detail in brackets, because cdk-nag matches the exact finding. */
  readonly id: string;
  readonly reason: string;
}

/** The findings that cdk-nag reports for wildcards in the statements of a role. */
export function wildcardFindings(role: string, statements: readonly Statement[]): Finding[] {
  return statements.flatMap(({ why, wildcard, actions, resources }) =>
    resources
      .filter((resource) => resource.includes('*'))
      .map((resource) => ({
        construct: role,
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason: wildcard ?? why,
      }))
      .concat(
        actions
          .filter((action) => action.includes('*'))
          .map((action) => ({
            construct: role,
            id: `AwsSolutions-IAM5[Action::${action}]`,
            reason: wildcard ?? why,
          })),
      ),
  );
}

/** Code that acknowledges findings, in case you run cdk-nag. It requires only aws-cdk-lib. */
export function acknowledge(findings: readonly Finding[]): string {
  if (findings.length === 0) {
    return '';
  }
  // Two statements of a construct can cause the same finding.
  const found = findings.filter(
    ({ construct, id }, i) => i === findings.findIndex((first) => first.construct === construct && first.id === id),
  );
  const isSame = (a: Finding, b: Finding) => a.id === b.id && a.reason === b.reason;
  const distinctFindings = found.filter((finding, i) => i === found.findIndex((first) => isSame(first, finding)));
  const calls = distinctFindings.map((finding) => {
    const { id, reason } = finding;
    const constructs = found.filter((other) => isSame(other, finding)).map(({ construct }) => construct);
    const call = (construct: string) => code`
      Validations.of(${construct}).acknowledge({
        id: ${quote(id)},
        reason: ${quote(reason)},
      });`;
    return constructs.length === 1
      ? call(constructs[0]!)
      : code`
          for (const construct of [${constructs.join(', ')}]) {
            ${call('construct')}
          }`;
  });
  return `// Findings that cdk-nag (AwsSolutions) reports, and why they are acceptable.\n${calls.join('\n')}`;
}
