import { readFileSync, statSync, utimesSync } from 'node:fs';
import type { Project } from 'projen';
import { readIfThere } from './owner-guard';

/**
 * The modification times of the generated files. For root, every file is writable, so projen rewrites files that have
 * not changed. Tools such as `tsc --build` would then treat them as changed.
 */
export class ModificationTimes {
  private files: readonly { readonly path: string; readonly content: string; readonly time: Date }[] = [];

  public constructor(private readonly project: Project) {}

  /** Call before the files are written. */
  public read(): void {
    this.files = this.project.files.flatMap(({ absolutePath: path }) => {
      const content = readIfThere(path);
      return content === undefined ? [] : [{ path, content, time: statSync(path).mtime }];
    });
  }

  /** Call after the files are written. */
  public restore(): void {
    const changed = new Set(this.project.files.filter((file) => file.changed).map((file) => file.absolutePath));
    for (const { path, content, time } of this.files) {
      if (changed.has(path) && readFileSync(path, 'utf-8') === content) {
        utimesSync(path, time, time);
      }
    }
  }
}
