import type { EnvironmentModel, RegistryModel } from '../../model/model';
import type { Statement } from '../../targets/target';
import { code, comment, literal, quote } from './typescript';

const SIGN_IN: Statement = {
  why: 'Sign in to the registry.',
  actions: ['ecr:GetAuthorizationToken'],
  resources: ['*'],
  wildcard: 'Signing in to ECR is not a matter of one repository: the action takes no resource.',
};

export const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** To push an image, and to see whether one is there already. */
export function pushStatements({ repositoryArn }: RegistryModel): Statement[] {
  return [
    SIGN_IN,
    {
      why: 'Push to this repository, and see what is there already.',
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

/** To start a task: what ECS does before the service's own code runs, its logs aside. */
export function executionStatements({ repositoryArn }: RegistryModel, { secrets }: EnvironmentModel): Statement[] {
  const ofService = (service: string) => secrets.filter((secret) => secret.service === service);
  return [
    SIGN_IN,
    {
      why: 'Pull from this repository.',
      actions: PULL_ACTIONS,
      resources: [repositoryArn],
    },
    {
      why: 'Read the secrets of the container, and no others.',
      actions: ['secretsmanager:GetSecretValue'],
      resources: distinct(ofService('secretsmanager').map(({ policyResource }) => policyResource)),
    },
    {
      why: 'Read the parameters of the container, and no others.',
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

/** Code that gives the statements to a role. */
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

/** What cdk-nag finds, the construct that it finds it in, and why it stays. */
export interface Finding {
  readonly construct: string;
  /** With the detail in brackets: cdk-nag knows only the exact finding. */
  readonly id: string;
  readonly reason: string;
}

/** The findings that follow from wildcards in the statements of a role. */
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

/** Code that tells cdk-nag, where somebody runs it, why findings stay. It needs no package but aws-cdk-lib. */
export function acknowledge(findings: readonly Finding[]): string {
  if (findings.length === 0) {
    return '';
  }
  // A construct may have the same finding for two statements.
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
  return `// What cdk-nag (AwsSolutions) would object to, and why it stays.\n${calls.join('\n')}`;
}
