import type { FactChange } from '../core/preview';

/** A file that differs between two versions of a repository. */
export interface ChangedFile {
  readonly path: string;
  readonly change: 'added' | 'modified' | 'removed';
  /** The number of lines that are added and removed. */
  readonly added: number;
  readonly removed: number;
}

/** What a new version changes in a repository. */
export interface Changes {
  readonly files: readonly ChangedFile[];
  readonly facts: readonly FactChange[];
  /** Generated files that were edited manually. Their edits are lost. */
  readonly edited: readonly string[];
}

/**
 * Describes changes in Markdown, for a pull request.
 *
 * @param subject what makes the changes, for example `acme-delivery 3.2.0`
 */
export function describeChanges(subject: string, { files, facts, edited }: Changes): string {
  const { added, removed } = linesOf(files);
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`);
  return [
    `${subject} changes ${count(files.length, 'file')} (+${added} −${removed}).`,
    '',
    ...(facts.length > 0
      ? ['Shared values that change:', '', ...list(facts.map((fact) => code(inWords(fact))))]
      : ['No shared values change.']),
    '',
    ...(edited.length > 0 ? ['**Manual edits in these files are lost:**', '', ...list(edited.map(code)), ''] : []),
    'Files:',
    '',
    ...list(files.map((file) => `${code(file.path)} (${file.change}, +${file.added} −${file.removed})`)),
    '',
  ].join('\n');
}

/** Text in Markdown that is not interpreted. */
export function code(text: string): string {
  return `\`${text.replace(/`/g, "'")}\``;
}

/** For example `Container port of staging: 3000 → 8080`. */
export function inWords({ title, environments, from, to }: FactChange): string {
  const scope = environments.length === 0 ? '' : ` of ${list(environments)}`;
  return from === undefined ? `${title}${scope}: now ${to}` : `${title}${scope}: ${from} → ${to}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function linesOf(files: readonly ChangedFile[]): { readonly added: number; readonly removed: number } {
  return {
    added: files.reduce((sum, { added }) => sum + added, 0),
    removed: files.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string, plural: string = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
