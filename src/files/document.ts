import { createHash } from 'node:crypto';
import type { FileBase, IResolver } from 'projen';

/**
 * A generated file whose final content, including overrides, is available before anything is written. This lets checks
 * stop synthesis in time.
 */
export interface GeneratedDocument extends FileBase {
  /** The final content of the file. */
  readonly content: string;
  /** The data of a YAML or JSON file, overrides included. `undefined` for a text file. */
  readonly data?: unknown;
}

/**
 * Copies data, because projen merges overrides into the object that a resolver returns. Documents use it both to check
 * and to write a file, so that the checked content is the written content.
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

/** A short hash of a file's content that ignores the line endings that git checks out. */
export function fingerprint(content: string): string {
  return createHash('sha256').update(content.replace(/\r\n/g, '\n')).digest('hex').slice(0, 16);
}

/** The data of a file that projen prints as JSON. A file without content has no data. */
export function dataIn(json: string | undefined): unknown {
  return json === undefined || json === '' ? undefined : JSON.parse(json);
}
