import { createHash } from 'node:crypto';
import type { FileBase, IResolver } from 'projen';

/**
 * A generated file whose final content, overrides included, is known before anything is written. That is what lets
 * a check refuse it in time.
 */
export interface GeneratedDocument extends FileBase {
  /** The content that will be written. */
  readonly content: string;
  /** The data of a YAML or JSON file, overrides included. `undefined` for a text file. */
  readonly data?: unknown;
}

/**
 * Copies data, since projen merges overrides into what a resolver returns. Documents take it for the file as for the
 * check, so that the content that is checked is the one that is written.
 */
export const COPYING_RESOLVER: IResolver = { resolve: copy };

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(copy);
  }
  const copied: Record<string, unknown> = { ...value };
  for (const key in copied) {
    copied[key] = copy(copied[key]);
  }
  return copied;
}

/** A short fingerprint of a file's content that does not depend on how git checks out line ends. */
export function fingerprint(content: string): string {
  return createHash('sha256').update(content.replace(/\r\n/g, '\n')).digest('hex').slice(0, 16);
}

/** The data of a file that projen prints as JSON. A file without content has no data. */
export function dataIn(json: string | undefined): unknown {
  return json === undefined || json === '' ? undefined : JSON.parse(json);
}
