import { join } from 'node:path';
import type { Construct } from 'constructs';
import { FileBase } from '../core/projen';
import { isRecord } from '../model/json-data';
import { fingerprint, type GeneratedDocument } from './document';
import { readIfThere } from './owner-guard';

/**
 * `.projen/delivery.json`: a fingerprint of each generated file, taken when the file was last written. It distinguishes
 * a manual edit from a change of the config.
 */
export class Fingerprints extends FileBase {
  private readonly recorded: Readonly<Record<string, unknown>>;

  public constructor(
    scope: Construct,
    private readonly documents: readonly GeneratedDocument[],
  ) {
    super(scope, '.projen/delivery.json');
    this.recorded = recordIn(readIfThere(join(this.project.outdir, this.path)));
  }

  /** The files that were changed since they were last generated. */
  public manualEdits(): GeneratedDocument[] {
    return this.documents.filter(({ path, absolutePath }) => {
      const recorded = this.recorded[path];
      const onDisk = recorded === undefined ? undefined : readIfThere(absolutePath);
      return onDisk !== undefined && recorded !== fingerprint(onDisk);
    });
  }

  /**
   * The files that were changed since they were generated, in an earlier version of the project.
   *
   * @param read returns the content of a file in that version; `undefined` if there was none
   */
  public manualEditsIn(read: (path: string) => string | undefined): string[] {
    return Object.entries(recordIn(read(this.path))).flatMap(([path, recorded]) => {
      const content = read(path);
      return content === undefined || recorded === fingerprint(content) ? [] : [path];
    });
  }

  /** The files that were generated in an earlier version of the project. */
  public generatedIn(read: (path: string) => string | undefined): string[] {
    return Object.keys(recordIn(read(this.path)));
  }

  /** The files that the previous synthesis generated and this one does not. */
  public orphans(): string[] {
    return Object.keys(this.recorded).filter((path) => this.documents.every((document) => document.path !== path));
  }

  protected synthesizeContent(): string | undefined {
    if (this.project.ejected) {
      return undefined;
    }
    const entries = this.documents.map(({ path, content }) => [path, fingerprint(content)] as const);
    const files = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    return `${JSON.stringify({ '//': this.marker, fingerprints: files }, undefined, 2)}\n`;
  }
}

/** Ignores a record that cannot be read, for example after a merge conflict. The next synthesis writes a new one. */
function recordIn(content: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const { fingerprints } = JSON.parse(content ?? '{}');
    return isRecord(fingerprints) ? fingerprints : {};
  } catch {
    return {};
  }
}
