import { linesOf } from '../printing/changes';
import type { InstalledPackage } from './install';
import { type Outcome, RESULTS, type Result } from './outcome';

/** Everything that the reports show. */
export interface Report {
  readonly package: InstalledPackage;
  readonly totals: Readonly<Record<Result, number>> & {
    readonly repositories: number;
    readonly waived: number;
    readonly withWaivers: number;
  };
  /** Shared values that change, and in how many repositories. */
  readonly facts: readonly { readonly title: string; readonly to: string; readonly repositories: number }[];
  /** The same lines in several repositories, most frequent first. */
  readonly frequent: readonly FrequentChange[];
  /** How many repositories have a problem, by its code. */
  readonly problems: readonly { readonly code: string; readonly repositories: number }[];
  readonly repositories: readonly Outcome[];
}

export interface FrequentChange {
  readonly file: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly repositories: number;
}

export function reportOf(outcomes: readonly Outcome[], installed: InstalledPackage): Report {
  const number = (result: Result) => outcomes.filter((one) => one.result === result).length;
  return {
    package: installed,
    totals: {
      repositories: outcomes.length,
      unchanged: number('unchanged'),
      changed: number('changed'),
      refused: number('refused'),
      failed: number('failed'),
      waived: outcomes.reduce((sum, { waived }) => sum + waived.length, 0),
      withWaivers: outcomes.filter(({ waived }) => waived.length > 0).length,
    },
    facts: frequency(outcomes, ({ facts }) => facts.map(({ title, to }) => ({ title, to }))),
    frequent: frequency(outcomes, changedLines).filter(({ repositories }) => repositories > 1),
    problems: frequency(outcomes, ({ problems }) => problems.map(({ code }) => ({ code }))),
    repositories: [...outcomes].sort((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result)),
  };
}

/** Counts in how many repositories equal items are. */
function frequency<T extends object>(
  outcomes: readonly Outcome[],
  itemsOf: (outcome: Outcome) => readonly T[],
): (T & { readonly repositories: number })[] {
  const found = new Map<string, { readonly item: T; count: number }>();
  for (const outcome of outcomes) {
    for (const [key, item] of new Map(itemsOf(outcome).map((one) => [JSON.stringify(one), one]))) {
      const known = found.get(key) ?? { item, count: 0 };
      known.count++;
      found.set(key, known);
    }
  }
  return [...found.values()]
    .map(({ item, count }) => ({ ...item, repositories: count }))
    .sort((a, b) => b.repositories - a.repositories);
}

/** Each group of adjacent lines that change, without the lines around it. */
function changedLines({ files }: Outcome): Omit<FrequentChange, 'repositories'>[] {
  return files
    .filter(({ path, change }) => change === 'modified' && !path.includes('.projen/'))
    .flatMap(({ path, diff }) => {
      const groups: { file: string; removed: string[]; added: string[] }[] = [];
      let open = false;
      for (const line of diff) {
        const isChange = /^[+-]/.test(line);
        if (isChange && !open) {
          groups.push({ file: path, removed: [], added: [] });
        }
        if (isChange) {
          groups.at(-1)![line.startsWith('+') ? 'added' : 'removed'].push(line.slice(1));
        }
        open = isChange;
      }
      return groups;
    });
}

/** The report as JSON. */
export function renderJson(report: Report): string {
  const repositories = report.repositories.map((outcome) => ({ ...outcome, lines: linesOf(outcome.files) }));
  return `${JSON.stringify({ ...report, repositories }, undefined, 2)}\n`;
}
