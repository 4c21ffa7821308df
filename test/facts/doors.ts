import { JsonPatch, LogLevel, Project } from 'projen';
import { dataOf, type RenderedFile } from '../../src/core/rendered-file';
import type { FinalFile } from '../../src/facts/contradictions';
import type { Path } from '../../src/facts/places';
import type { GeneratedDocument } from '../../src/files/document';
import { JsonDocument } from '../../src/files/json-document';
import { TextDocument } from '../../src/files/text-document';
import { YamlDocument } from '../../src/files/yaml-document';
import { temporaryFolder } from '../support/project';
import { type Place, valueAt } from './mutating';

const FILES_PER_PROJECT = 20;

/** Makes changes with the methods that users have, and returns the files that result. */
export class Doors {
  private readonly outdir = temporaryFolder();
  private files = 0;
  private projectOfFiles = this.newProject();

  /** A project looks for files with the same path, so one with many files is slow. */
  private get project(): Project {
    if (this.files % FILES_PER_PROJECT === 0) {
      this.projectOfFiles = this.newProject();
    }
    return this.projectOfFiles;
  }

  private newProject(): Project {
    return new Project({ name: 'doors', outdir: this.outdir, logging: { level: LogLevel.OFF } });
  }

  /** The results of a change to one place, by method. */
  public open(place: Place, wanted: FinalFile): Record<string, FinalFile> {
    const { file, path, isKey } = place;
    if (file.kind === 'text') {
      return { replace: this.replaced(file, wanted.body!) };
    }
    const [parent, key] = [path!.slice(0, -1), path!.at(-1)!];
    const container = valueAt(wanted.data, parent) as Record<string | number, unknown>;
    if (isKey) {
      const before = Object.keys(valueAt(dataOf(file), parent) as object);
      const name = Object.keys(container)[before.indexOf(String(key))]!;
      const value = container[name];
      return {
        addOverride: this.changed(file, (document) => {
          document.addDeletionOverride(dotted(path!));
          document.addOverride(dotted([...parent, name]), value);
        }),
        patch: this.changed(file, (document) =>
          document.patch(JsonPatch.move(pointer(path!), pointer([...parent, name]))),
        ),
      };
    }
    return {
      addOverride: this.changed(file, (document) => document.addOverride(dotted(path!), container[key])),
      patch: this.changed(file, (document) => document.patch(JsonPatch.replace(pointer(path!), container[key]))),
    };
  }

  /** The file after a line was added at its end. */
  public appended(file: RenderedFile & { readonly kind: 'text' }, line: string): FinalFile {
    const document = new TextDocument(this.project, this.nextPath(), file.body);
    document.append(line);
    return { path: file.path, body: document._text };
  }

  /** The file after its first changed line, with as many lines around it as make it unique, was replaced. */
  private replaced(file: RenderedFile & { readonly kind: 'text' }, body: string): FinalFile {
    const [before, after] = [file.body.split('\n'), body.split('\n')];
    const at = before.findIndex((line, i) => line !== after[i]);
    let around = 0;
    const within = (lines: readonly string[]) => lines.slice(Math.max(0, at - around), at + around + 1).join('\n');
    while (file.body.split(within(before)).length > 2) {
      around++;
    }
    const document = new TextDocument(this.project, this.nextPath(), file.body);
    document.replace(within(before), within(after));
    return { path: file.path, body: document._text };
  }

  private changed(
    file: Exclude<RenderedFile, { kind: 'text' }>,
    change: (document: JsonDocument | YamlDocument) => void,
  ): FinalFile {
    const document =
      file.kind === 'yaml'
        ? new YamlDocument(this.project, this.nextPath(), file.content)
        : new JsonDocument(this.project, this.nextPath(), file.data);
    change(document);
    return { path: file.path, data: (document as GeneratedDocument).data };
  }

  /** A project cannot contain two files with the same path. */
  private nextPath(): string {
    return `file-${this.files++}`;
  }
}

/** A path for `addOverride`. */
function dotted(path: Path): string {
  return path.map((key) => String(key).replaceAll('.', '\\.')).join('.');
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
