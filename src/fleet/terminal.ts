import { count, inWords, linesOf } from '../printing/changes';
import type { InstalledPackage } from './install';
import { type Outcome, RESULTS } from './outcome';

const BAR = 24;

/** A line such as `████████░░░░  40/100  12 changed, 28 unchanged`. */
export function progressLine(outcomes: readonly Outcome[], total: number, width: number): string {
  const filled = total === 0 ? BAR : Math.round((outcomes.length / total) * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return `${bar}  ${outcomes.length}/${total}  ${totals(outcomes)}`.slice(0, width);
}

/** For example `12 changed, 28 unchanged`. */
export function totals(outcomes: readonly Outcome[]): string {
  return RESULTS.map((result) => [result, outcomes.filter((one) => one.result === result).length] as const)
    .filter(([, number]) => number > 0)
    .map(([result, number]) => `${number} ${result}`)
    .join(', ');
}

/** The summary of all repositories. */
export function summary(outcomes: readonly Outcome[], { name, version }: InstalledPackage, width: number): string {
  const shown = outcomes
    .filter(({ result, waived }) => result !== 'unchanged' || waived.length > 0)
    .sort((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result));
  const rows = [
    ['Repository', 'Result', 'Files', 'Lines', 'What changes'],
    ...shown.map((outcome) => {
      const { added, removed } = linesOf(outcome.files);
      return [
        outcome.repository,
        outcome.result,
        outcome.files.length > 0 ? String(outcome.files.length) : '',
        outcome.files.length > 0 ? `+${added} -${removed}` : '',
        whatChanges(outcome),
      ];
    }),
  ];
  const widths = rows[0]!.map((_, i) => Math.min(i === 0 ? 40 : 60, Math.max(...rows.map((row) => row[i]!.length))));
  const table = rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? shortenStart(cell, widths[i]!) : cell))
      .map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .slice(0, width)
      .trimEnd(),
  );
  const waived = outcomes.flatMap((outcome) => outcome.waived);
  return [
    `${name} ${version}: ${count(outcomes.length, 'repository', 'repositories')}, ${totals(outcomes)}`,
    ...(waived.length > 0 ? [`${count(waived.length, 'problem')} waived`] : []),
    ...(shown.length > 0 ? ['', ...table] : []),
  ].join('\n');
}

/** In a few words: shared values, problem codes, or the reason of a failure. */
export function whatChanges({ result, files, facts, problems, message, waived, edited }: Outcome): string {
  const also = [
    ...(edited.length > 0 ? [`${count(edited.length, 'manual edit')} lost`] : []),
    ...(waived.length > 0 ? [`waived: ${[...new Set(waived.map(({ rule }) => rule))].join(', ')}`] : []),
  ];
  switch (result) {
    case 'refused':
      return [...also, [...new Set(problems.map(({ code }) => code))].join(', ')].join('; ');
    case 'failed':
      return message!.split('\n')[0]!;
    case 'changed':
      return [...also, ...(facts.length > 0 ? facts.map(inWords) : [files[0]!.path])].join('; ');
    case 'unchanged':
      return also.join('; ');
  }
}

/** The end of a path says more than its beginning. */
function shortenStart(text: string, width: number): string {
  return text.length > width ? `…${text.slice(text.length - width + 1)}` : text;
}
