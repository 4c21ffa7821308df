import type { TaskRoleStatementModel } from '../../model/model';
import type { EnvironmentView, StatementView } from '../../options';

/** What only the target of an environment knows about it. */
export type EnvironmentOfTarget = Omit<EnvironmentView, 'name' | 'account' | 'region' | 'approval'>;

export function statementViews(statements: readonly TaskRoleStatementModel[]): StatementView[] {
  return statements.map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] }));
}
