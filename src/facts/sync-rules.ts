/**
 * What the check needs to know about a file in addition to the places of shared values. Engines, artifacts and targets
 * declare these rules next to the files that they render.
 */
export interface SyncRules {
  readonly free?: readonly FreePlace[];
  readonly shadows?: readonly Shadow[];
  readonly guards?: readonly Guard[];
  readonly superseded?: readonly Superseded[];
  readonly readers?: readonly FileReader[];
  readonly agreements?: readonly Agreement[];
}

/** A place that mentions a shared value for people only, or as a name that nothing else refers to. */
export interface FreePlace {
  readonly file: RegExp;
  /** A line of text, also inside a value of a YAML file. */
  readonly line?: RegExp;
  /** A path in a YAML or JSON file. */
  readonly path?: RegExp;
}

/** Something that a user may add, and that takes precedence over a shared value although its place is unchanged. */
export interface Shadow {
  readonly file: RegExp;
  /** The id of the fact. */
  readonly fact: string;
  /**
   * The path of an added value in a YAML or JSON file. Its first group is the part of the file in which the value takes
   * precedence, for example one job.
   */
  readonly path: RegExp;
  /** The part of the added value that counts, as the first group. Default: the whole value. */
  readonly value?: RegExp;
}

/** A condition that protects a shared value. Additions such as `|| true` disable it. */
export interface Guard {
  readonly file: RegExp;
  readonly path: RegExp;
  readonly weakenedBy: RegExp;
}

/** Values that lose their meaning if the value next to them changes, for example the options of another log driver. */
export interface Superseded {
  readonly file: RegExp;
  /** The path of the values. Its first group contains the value that gives them their meaning. */
  readonly path: RegExp;
  /** The key of that value. */
  readonly by: string;
}

/** Reads what a file means with a real parser: a file that the user wrote, or a generated file with an override. */
export interface FileReader {
  readonly file: RegExp;
  /** @param stage the stage of a Dockerfile that is built; `undefined` for the last one */
  read(body: string, stage?: string): readonly Statement[];
}

export interface Statement {
  /** The id of the fact. */
  readonly fact: string;
  /** The values that the file gives. One of them must be the value of the fact. */
  readonly says: readonly string[];
  /** The instruction or path. */
  readonly where: string;
  /** Whether the statement only counts in a generated file. */
  readonly onlyIfGenerated?: boolean;
}

/** Something that two files of different formats must do in the same way, although no option sets it. */
export interface Agreement {
  readonly id: string;
  readonly title: string;
  /** What each file says. Files that do not say anything are left out. */
  read(
    files: ReadonlyMap<string, unknown>,
  ): readonly { readonly file: string; readonly where: string; readonly says: string }[];
}
