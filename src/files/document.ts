import { createHash } from 'crypto';
import type { FileBase, IResolver } from 'projen';

/**
 * A generated file whose final content, overrides included, is known before anything is written. That is what lets
 * a check refuse it in time.
 */
export interface GeneratedDocument extends FileBase {
  /** The content that will be written. */
  readonly content: string;
}

/** Copies, as projen's own resolver does: overrides are merged into what it returns. */
export const COPYING_RESOLVER: IResolver = { resolve: (value) => structuredClone(value) };

/** A short fingerprint of a file's content that does not depend on how git checks out line ends. */
export function fingerprint(content: string): string {
  return createHash('sha256').update(content.replace(/\r\n/g, '\n')).digest('hex').slice(0, 16);
}
