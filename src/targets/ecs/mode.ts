import type { Release } from '../../core/release';
import type { RenderedFile } from '../../core/rendered-file';
import type { StackSource } from '../../core/stack-source';
import type { Statement } from '../../core/statement';
import type { Preparation } from '../../core/target';
import type { Setting } from '../../core/target-guide';
import type { EnvironmentModel } from '../../model/model';
import type { ModeGuide } from './guide';
import type { RollbackScript } from './rollback-script';

/**
 * A kind of service, and how releases update it.
 *
 * @typeParam E the model of an environment, with what this mode requires
 */
export interface EcsMode<E extends EnvironmentModel = EnvironmentModel> {
  /** In promotion order. */
  readonly environments: readonly E[];
  readonly preparation?: Preparation;
  /** Files that only this mode needs. */
  readonly files: readonly RenderedFile[];
  release(environment: E): Release;
  readonly rollback: RollbackScript<E>;
  /** Permissions of a rollback. */
  rollbackStatements(environment: E): readonly Statement[];
  /** Files that the rollback script reads. */
  readonly rollbackFiles: readonly string[];
  /** Stacks in addition to the base stack. */
  stacks(environment: E): readonly StackSource[];
  readonly guide: ModeGuide;
  settings(environment: E): readonly Setting[];
}

/** An environment with these parts of the model. */
export type Having<K extends keyof EnvironmentModel> = EnvironmentModel & {
  readonly [P in K]-?: NonNullable<EnvironmentModel[P]>;
};

/** The environments that have these parts of the model. In a mode that requires a part, these are all environments. */
export function having<K extends keyof EnvironmentModel>(
  environments: readonly EnvironmentModel[],
  ...parts: readonly K[]
): Having<K>[] {
  return environments.filter((environment): environment is Having<K> =>
    parts.every((part) => environment[part] !== undefined),
  );
}
