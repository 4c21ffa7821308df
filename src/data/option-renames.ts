/** An option whose name has changed. */
export interface OptionRename {
  /**
   * The path with the old name, for example `loadBalancer.healthCheckGracePeriod`. `[]` means each item of a list, and
   * `*` means each value of a map. An option of the top level is renamed in environments too.
   */
  readonly path: string;
  /** The new name, without the path. */
  readonly name: string;
  /** The first version with the new name. */
  readonly since: string;
}

/** Options whose old names can still be used. Never remove an entry in a minor version. */
export const OPTION_RENAMES: readonly OptionRename[] = [
  { path: 'deploymentTimeout', name: 'deploymentTimeoutMinutes', since: '0.0.0' },
  { path: 'loadBalancer.healthCheckGracePeriod', name: 'healthCheckGracePeriodSeconds', since: '0.0.0' },
  { path: 'oneOffTask.timeout', name: 'timeoutMinutes', since: '0.0.0' },
  { path: 'strategyParameters.bakeTime', name: 'bakeTimeInMinutes', since: '0.0.0' },
  { path: 'strategyParameters.stepBakeTime', name: 'stepBakeTimeInMinutes', since: '0.0.0' },
];

/** An option that no longer exists and has no replacement. */
export interface RemovedOption {
  /** As in `test/data/option-baseline.txt`. */
  readonly path: string;
  /** Why it no longer exists, and what to do instead. */
  readonly reason: string;
}

export const REMOVED_OPTIONS: readonly RemovedOption[] = [];
