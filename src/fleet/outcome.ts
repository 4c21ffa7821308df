import type { FactChange, Waived } from '../core/preview';
import type { ChangedFile } from '../printing/changes';

/**
 * - `unchanged`: every file stays the same.
 * - `changed`: files change.
 * - `refused`: the config has problems, so no file would be written.
 * - `failed`: the config could not be evaluated.
 */
export type Result = 'unchanged' | 'changed' | 'refused' | 'failed';

export const RESULTS: readonly Result[] = ['changed', 'refused', 'failed', 'unchanged'];

export interface FileChange extends ChangedFile {
  /** The hunks of a unified diff, one line per item. Empty for a binary file. */
  readonly diff: readonly string[];
  /** The number of lines that `diff` leaves out because the diff is long. */
  readonly omitted: number;
}

/** A problem in the config, as the error of the package describes it. */
export interface ReportedProblem {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** What happens in a repository when it is regenerated. */
export interface Regenerated {
  readonly result: Result;
  readonly files: readonly FileChange[];
  readonly facts: readonly FactChange[];
  /** Generated files that were edited manually. Their edits are lost. */
  readonly edited: readonly string[];
  readonly problems: readonly ReportedProblem[];
  readonly waived: readonly Waived[];
  /** What else you should know. */
  readonly notes: readonly string[];
  /** Why a repository failed. */
  readonly message?: string;
}

/** A repository in the report. */
export interface Outcome extends Regenerated {
  /** The folder or URL, as it was specified. */
  readonly repository: string;
  /** The name of its folder in the work folder. */
  readonly id: string;
  readonly seconds: number;
  /** Whether the changes were written to the repository. */
  readonly written?: boolean;
  readonly pullRequest?: string;
}

export const NOTHING: Omit<Regenerated, 'result'> = {
  files: [],
  facts: [],
  edited: [],
  problems: [],
  waived: [],
  notes: [],
};

export function failed(message: string): Regenerated {
  return { ...NOTHING, result: 'failed', message };
}
