import type { RoleSummary } from '../core/role-summary';
import type { CommonModel } from '../model/common-model';
import { bulleted, enumeration, paragraphs } from '../printing/markdown';
import type { ComposedDelivery } from './compose';

/** What somebody with a role could do to others, and the actions that it takes. */
interface Capability {
  readonly text: string;
  readonly actions: readonly string[];
  /** What the resource of a statement must be. Every resource if it is not set. */
  readonly resource?: RegExp;
}

const DEPLOY_STACKS: Capability = {
  text: 'deploy stacks',
  actions: ['sts:AssumeRole'],
  resource: /:role\/(.*\/)?cdk-[a-z0-9]+-deploy-role-|\*$/,
};

/** Whoever deploys a stack can also do this, as the text after the list explains. */
const CHANGE_ROLES: Capability = {
  text: 'change IAM roles and policies',
  actions: [
    'iam:AttachRolePolicy',
    'iam:CreatePolicyVersion',
    'iam:CreateRole',
    'iam:PutRolePolicy',
    'iam:UpdateAssumeRolePolicy',
  ],
};

const CAPABILITIES: readonly Capability[] = [
  { text: 'push images', actions: ['ecr:PutImage'] },
  { text: 'upload objects to Amazon S3', actions: ['s3:PutObject'] },
  DEPLOY_STACKS,
  { text: 'read secrets', actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters'] },
  CHANGE_ROLES,
];

/** What each role may do and may not do, derived from its policies. */
export function securitySection(
  { pipeline }: CommonModel,
  { delivery, engines }: ComposedDelivery,
): string | undefined {
  const roles = [
    ...engines.flatMap((engine) => engine.roles(delivery)),
    ...delivery.target.environments.flatMap((environment) => environment.roles),
  ];
  if (roles.length === 0) {
    return undefined;
  }
  const deploysStacks = roles.some((role) => can(role, DEPLOY_STACKS));
  return paragraphs(
    'There are no long-lived AWS keys: workflows, pipelines, and services assume roles and receive temporary credentials. The stacks create the following roles with these permissions:',
    bulleted(grouped(roles).map(groupText)),
    `The stacks also create roles that only AWS services${pipeline ? ' or the pipeline' : ''} can assume.`,
    ...(deploysStacks
      ? [
          'Roles that deploy stacks assume the CDK bootstrap roles. Unless you restricted the bootstrap roles with `--cloudformation-execution-policies`, CloudFormation can create and change any resource in the account, including IAM roles and secrets. Review every change to the CDK app before you merge it.',
        ]
      : []),
  );
}

/** Roles with the same permissions, which usually differ only in the environment. */
function grouped(roles: readonly RoleSummary[]): RoleSummary[][] {
  const groups = new Map<string, RoleSummary[]>();
  for (const role of roles) {
    const key = permissionsOf(role).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), role]);
  }
  return [...groups.values()];
}

function groupText(roles: readonly RoleSummary[]): string {
  const titles = roles.map(({ title, assumedBy }) => `${title} (assumed by ${assumedBy})`.replace(/^The /, 'the '));
  return `${enumeration(titles)}:\n${bulleted(permissionsOf(roles[0]!))}`;
}

function permissionsOf(role: RoleSummary): string[] {
  const deploysStacks = can(role, DEPLOY_STACKS);
  const impossible = CAPABILITIES.filter(
    (capability) => !can(role, capability) && !(capability === CHANGE_ROLES && deploysStacks),
  ).map(({ text }) => text);
  return [
    ...new Set(role.statements.map(({ why }) => why)),
    ...(impossible.length > 0 ? [`Cannot ${enumeration(impossible, 'or')}.`] : []),
  ];
}

function can({ statements }: RoleSummary, { actions, resource = /^/ }: Capability): boolean {
  return statements.some(
    (statement) =>
      statement.actions.some((granted) => actions.some((action) => matches(granted, action))) &&
      statement.resources.some((each) => resource.test(each)),
  );
}

/** IAM compares actions without regard to case, and `*` and `?` are wildcards. */
function matches(granted: string, action: string): boolean {
  const pattern = granted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(action);
}
