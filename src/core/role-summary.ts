import type { Statement } from './statement';

/** A role that a stack creates and that an engine or the service uses, for the guide. */
export interface RoleSummary {
  /** How people recognize it, as Markdown: its name, or what uses it. */
  readonly title: string;
  /** Who assumes it, as Markdown: ``jobs of GitHub Actions on `main` ``. */
  readonly assumedBy: string;
  /** All its permissions, except those that every role of its kind has, for example to write logs. */
  readonly statements: readonly Statement[];
}
