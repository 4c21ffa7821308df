import type { RenamedOption } from '../model/renamed-options';
import { deliveriesIn } from './locate';
import { type OptionLine, optionLinesOf } from './option-lines';

/** An old name that the config no longer contains. */
export interface MigratedOption extends RenamedOption {
  readonly line: number;
}

/** A config with the current names of options. */
export interface Migration {
  readonly source: string;
  readonly changes: readonly MigratedOption[];
  /** Old names that the config does not contain in an object literal of a delivery, for example because code sets them. */
  readonly missing: readonly RenamedOption[];
}

/** Replaces old names of options in the text of a config, and changes nothing else. */
export function migrateConfig(source: string, renamed: readonly RenamedOption[]): Migration {
  const known = optionLinesOf(source);
  const deliveries = deliveriesIn(known);
  const lines = known.lines.filter(({ root }) => deliveries.has(root));
  const found = renamed.map((option) => ({
    option,
    places: lines.filter(({ path, token }) => path === option.path && token.text === option.from),
  }));
  const places = new Map(
    found.flatMap(({ option, places: each }) => each.map((line) => [line.token.start, { option, line }] as const)),
  );
  const all = [...places.values()].sort((a, b) => a.line.token.start - b.line.token.start);
  return {
    source: all.reduceRight((text, { option, line }) => replaced(text, line, option), source),
    changes: all.map(({ option, line }) => ({ ...option, line: line.line })),
    missing: found.flatMap(({ option, places: each }) => (each.length === 0 ? [option] : [])),
  };
}

function replaced(source: string, { token, isShorthand }: OptionLine, { from, to }: RenamedOption): string {
  const text = isShorthand ? `${to}: ${from}` : to;
  return source.slice(0, token.start) + text + source.slice(token.start + from.length);
}

/**
 * What `delivery:migrate` prints.
 *
 * @param writes whether the config was written
 */
export function describeMigration({ changes, missing }: Migration, config: string, writes: boolean): string {
  if (changes.length + missing.length === 0) {
    return `${config} uses the current name of every option.\n`;
  }
  const lines = [
    ...changes.map(
      ({ path, to, line }) => `${config}:${line}: ${writes ? 'Renamed' : 'Would rename'} ${path} to ${to}.`,
    ),
    ...missing.map(
      ({ path, from, to }) =>
        `${config}: ${path} is not in an object literal of a delivery. Rename ${from} to ${to} where you set it.`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
