import type { InfraApp, Statement } from '../infra-app';

/** The permissions of a role. */
export interface Role {
  /** The ARN if the stack names the role, or `<stack>/<logical ID>`. */
  readonly id: string;
  readonly statements: readonly Statement[];
}

/** The roles in the stacks of an app, with the statements of their policies. */
export function rolesIn(app: InfraApp): Role[] {
  return app.stacks.flatMap((stack) => {
    const template = app.template(stack.stackName);
    const roles = Object.entries(template.findResources('AWS::IAM::Role'));
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const logGroups = template.findResources('AWS::Logs::LogGroup');
    const named = (value: unknown): unknown => {
      const group = logGroups[(value as any)?.['Fn::GetAtt']?.[0]]?.Properties?.LogGroupName;
      return group ? `arn:*:logs:*:*:log-group:${group}:*` : value;
    };
    return roles.map(([logicalId, { Properties }]) => ({
      id: Properties.RoleName
        ? `arn:${partitionOf(stack.region)}:iam::${stack.account}:role${Properties.Path ?? '/'}${Properties.RoleName}`
        : `${stack.stackName}/${logicalId}`,
      statements: policies
        .filter(({ Properties: policy }) => policy.Roles.some(({ Ref }: { Ref?: string }) => Ref === logicalId))
        .flatMap(({ Properties: policy }) => policy.PolicyDocument.Statement)
        .map((statement: Statement) => ({ ...statement, Resource: [statement.Resource].flat().map(named) })),
    }));
  });
}

/** The roles that the guide says to update, with the statements that it shows. */
export function rolesInGuide(guide: string): Role[] {
  return [...guide.matchAll(/`(arn:[^`]+)` is (?:assumed|used) [\s\S]*?permissions:\s+```json\n([\s\S]*?)```/g)].map(
    ([, id, statements]) => ({ id: id!, statements: JSON.parse(statements!) }),
  );
}

/** Whether the statements allow the action, on the resource if one is given. */
export function allows({ statements }: Role, action: string, resource?: string): boolean {
  return statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      [Action].flat().some((each) => matches(each, action)) &&
      (resource === undefined || [Resource].flat().some((each) => typeof each === 'string' && matches(each, resource))),
  );
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
