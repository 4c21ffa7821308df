import type { Finding } from '../core/stack-source';
import type { Statement } from '../core/statement';
import { code, comment, literal, quote } from './typescript';

/** Code of IAM policies, and of the cdk-nag findings that they cause. */

/**
 * Code that adds the statements to a role.
 *
 * @param resourcesCode code for the resources; by default, they are ARNs
 */
export function addToRole(
  role: string,
  statements: readonly Statement[],
  resourcesCode: (resources: readonly string[]) => string = literal,
): string {
  return statements
    .map(
      ({ why, actions, resources, conditions }) => code`
        ${comment(why)}
        ${role}.addToPolicy(
          new iam.PolicyStatement({
            actions: ${literal(actions)},
            resources: ${resourcesCode(resources)},
            ${conditions && `conditions: ${literal(conditions)},`}
          }),
        );`,
    )
    .join('\n');
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
