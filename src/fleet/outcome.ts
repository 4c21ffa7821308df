import type { FactChange, Waived } from '../core/preview';

/**
 * - `unchanged`: every file stays the same.
 * - `changed`: files change.
 * - `refused`: the config has problems, so no file would be written.
 * - `failed`: the config could not be evaluated.
 */
export type Result = 'unchanged' | 'changed' | 'refused' | 'failed';

export const RESULTS: readonly Result[] = ['changed', 'refused', 'failed', 'unchanged'];

export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'modified' | 'removed';
  /** The number of lines that are added and removed. */
  readonly added: number;
  readonly removed: number;
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

/** For example `Container port of staging: 3000 → 8080`. */
export function inWords({ title, environments, from, to }: FactChange): string {
  const scope = environments.length === 0 ? '' : ` of ${list(environments)}`;
  return from === undefined ? `${title}${scope}: now ${to}` : `${title}${scope}: ${from} → ${to}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function linesOf(files: readonly FileChange[]): { readonly added: number; readonly removed: number } {
  return {
    added: files.reduce((sum, { added }) => sum + added, 0),
    removed: files.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string, plural: string = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
