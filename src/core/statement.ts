/** An IAM policy statement with the effect `Allow`. */
export interface Statement {
  /** Why the permissions are needed. Becomes a comment in the generated code. */
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource contains a wildcard. Becomes the reason for the cdk-nag exception. */
  readonly wildcard?: string;
  /** Condition operators, each with its keys and values. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

/** Statements that an option contains. */
export function fromOption(
  option: string,
  statements: readonly Pick<Statement, 'actions' | 'resources' | 'conditions'>[],
): Statement[] {
  return statements.map((statement) => ({
    ...statement,
    why: `Permissions from the option ${option}.`,
    wildcard: `${option} contains this wildcard.`,
  }));
}

/** The statements without those whose permissions another one includes. Of equal statements, the first remains. */
export function withoutCovered(statements: readonly Statement[]): Statement[] {
  return statements.filter(
    (statement, i) =>
      !statements.some((other, k) => k !== i && covers(other, statement) && (k < i || !covers(statement, other))),
  );
}

function covers(one: Statement, other: Statement): boolean {
  return (
    JSON.stringify(one.conditions) === JSON.stringify(other.conditions) &&
    other.actions.every((action) => one.actions.includes(action)) &&
    other.resources.every((resource) => one.resources.includes(resource))
  );
}
