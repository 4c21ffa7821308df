import type { Mark } from './vocabulary';

/** Where a value is in a YAML or JSON file. List items appear by id or name. */
export interface NamedPath {
  /** For rules, for example `jobs.build.steps.Check out.uses`. */
  readonly path: string;
  /** For people, for example `jobs.build.steps["Check out"].uses`. */
  readonly shownPath: string;
}

/** What an override did to a place that contains shared values. */
export interface Outcome extends Partial<NamedPath> {
  readonly mark: Mark;
  /** The line of text, or the value, that contains the place. */
  readonly line: string;
  /** The original text of the place. */
  readonly text: string;
  readonly state: 'kept' | 'changed' | 'removed';
  /** The new text of a changed place, and the line that contains it. */
  readonly now?: string;
  readonly newLine?: string;
}

/** What an override added: a line of text, or a value in a YAML or JSON file. */
export interface Addition extends Partial<NamedPath> {
  readonly line?: string;
  readonly value?: unknown;
}

/** A value of a YAML or JSON file whose text an override changed. */
export interface Rewrite extends NamedPath {
  readonly before: string;
  readonly after: string;
}

export interface Comparison {
  readonly outcomes: readonly Outcome[];
  readonly additions: readonly Addition[];
  readonly rewrites: readonly Rewrite[];
}

/** Whether a line only contains a comment of a shell script, a Dockerfile, a YAML or a TypeScript file. */
export function isComment(line: string): boolean {
  return /^\s*(#|\/\/|\/?\*)/.test(line);
}
