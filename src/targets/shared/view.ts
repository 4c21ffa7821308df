import type { TaskRoleStatementModel } from '../../model/model';
import type { EnvironmentView, StatementView } from '../../options';

/** What only the target of an environment knows about it. */
export type EnvironmentOfTarget = Omit<EnvironmentView, 'name' | 'account' | 'region' | 'approval'>;

/** @param option the option that lists the statements */
export function statementViews(option: string, statements: readonly TaskRoleStatementModel[]): StatementView[] {
  return statements.map(({ actions, resources }, i) => ({
    option: `${option}[${i}]`,
    actions: [...actions],
    resources: [...resources],
  }));
}
