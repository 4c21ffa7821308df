/**
 * A path in a YAML file. Its segments are map keys, or the value or `name` of a list item. List items are not
 * addressed by index, so that a comment stays with its item when an override inserts another item before it.
 */
export type YamlPath = readonly string[];

export interface YamlComment {
  readonly at: YamlPath;
  readonly text: string;
}

/** The data of a YAML file and its formatting. */
export interface YamlContent {
  readonly data: object;
  /** Comments above a key or a list item. */
  readonly comments: readonly YamlComment[];
  /** Comments at the end of a line, by value. */
  readonly trailing?: Readonly<Record<string, string>>;
  /** Integers that are written with one decimal place, such as `0.0`. */
  readonly decimals?: readonly YamlPath[];
  /** Collections that are printed with blank lines between their entries. `*` matches any key. */
  readonly blankLinesBetween: readonly YamlPath[];
}
