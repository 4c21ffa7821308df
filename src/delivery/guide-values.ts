import { inline, paragraphs, table } from '../printing/markdown';

/** A value that several generated files contain. */
export interface SharedValue {
  readonly title: string;
  readonly value: string;
  /** The option that determines the value. */
  readonly option?: string;
  /** The environment. `undefined`: the value is the same for all environments. */
  readonly scope?: string;
  /** Who sets the value, if the delivery has a standard. */
  readonly origin?: string;
}

interface ValueTableOptions {
  /** Whether the reader can change options. */
  readonly showOptions: boolean;
  /** What uses a shared value that environments override. */
  readonly usedBy: string;
}

/**
 * A table of the values that all environments share, and a table with a column for each environment.
 *
 * @param environments the names of the environments, in promotion order
 */
export function valueTables(
  values: readonly SharedValue[],
  environments: readonly string[],
  { showOptions, usedBy }: ValueTableOptions,
): string {
  const shared = values.filter(({ scope }) => scope === undefined);
  const scoped = values.filter(({ scope }) => scope !== undefined);
  const hasOrigins = values.some(({ origin }) => origin !== undefined);
  const withOption = (cells: readonly string[], option: string, origin = '') =>
    showOptions ? [...cells, option, ...(hasOrigins ? [origin] : [])] : cells;
  const scopedTitles = new Set(scoped.map(({ title }) => title));
  const sharedTitle = (title: string) => (scopedTitles.has(title) ? `${title} of ${usedBy}` : title);
  const sharedTable = table(
    withOption(['Name', 'Value'], 'Option', 'Set by'),
    shared.map((row) => withOption([sharedTitle(row.title), valueText(row.value)], optionText(row.option), row.origin)),
  );
  if (scoped.length === 0) {
    return sharedTable;
  }
  const titles = [...new Set(values.map(({ title }) => title))].filter((title) => scopedTitles.has(title));
  const environmentTable = table(
    withOption(['Name', ...environments.map(inline)], 'Option', 'Set by'),
    titles.map((title) => {
      const rows = values.filter((row) => row.title === title);
      const inherited = rows.find(({ scope }) => scope === undefined);
      const cells = environments.map((name) =>
        valueText((rows.find(({ scope }) => scope === name) ?? inherited)?.value),
      );
      return withOption([title, ...cells], optionText(rows.find(({ option }) => option)?.option), originText(rows));
    }),
  );
  return paragraphs(
    '### Values that all environments share',
    sharedTable,
    '### Values for each environment',
    environmentTable,
  );
}

/** Environments can differ in who sets a value. */
function originText(rows: readonly SharedValue[]): string {
  const set = rows.filter(({ origin }) => origin !== undefined);
  return new Set(set.map(({ origin }) => origin)).size < 2
    ? (set[0]?.origin ?? '')
    : set.map(({ scope, origin }) => (scope === undefined ? origin : `${inline(scope)}: ${origin}`)).join('; ');
}

/** A value with spaces is a description, for example of the image tag. */
function valueText(value: string | undefined): string {
  return value === undefined ? '' : value.includes(' ') ? value : inline(value);
}

function optionText(option: string | undefined): string {
  return option === undefined ? '' : inline(option);
}
