import type { Component, ObjectFile } from 'projen';
import type { RenderedFile } from '../core/rendered-file';
import type { GeneratedDocument } from './document';
import { JsonDocument } from './json-document';
import { TextDocument } from './text-document';
import { YamlDocument } from './yaml-document';

type Named<T> = { [name: string]: T };

/** Adds rendered files to the project, and finds them by path. */
export class Documents {
  public readonly all: readonly GeneratedDocument[];
  private readonly byPath: ReadonlyMap<string, GeneratedDocument>;

  public constructor(component: Component, files: readonly RenderedFile[]) {
    this.all = files.map((file) => documentOf(component, file));
    this.byPath = new Map(this.all.map((document) => [document.path, document]));
  }

  public text(path: string): TextDocument | undefined {
    const document = this.byPath.get(path);
    return document instanceof TextDocument ? document : undefined;
  }

  public object(path: string | undefined): ObjectFile | undefined {
    const document = path === undefined ? undefined : this.byPath.get(path);
    return document instanceof TextDocument ? undefined : (document as ObjectFile | undefined);
  }

  /** The text files among these paths, by name. */
  public texts(paths: readonly (readonly [name: string, path: string])[]): Named<TextDocument> {
    return Object.fromEntries(
      paths.flatMap(([name, path]) => {
        const document = this.text(path);
        return document ? [[name, document]] : [];
      }),
    );
  }

  /** The YAML and JSON files among these paths, by name. */
  public objects(paths: readonly (readonly [name: string, path: string])[]): Named<ObjectFile> {
    return Object.fromEntries(
      paths.flatMap(([name, path]) => {
        const document = this.object(path);
        return document ? [[name, document]] : [];
      }),
    );
  }
}

function documentOf(component: Component, file: RenderedFile): GeneratedDocument {
  switch (file.kind) {
    case 'text':
      return new TextDocument(component, file.path, file.body);
    case 'json':
      return new JsonDocument(component, file.path, file.data);
    case 'yaml':
      return new YamlDocument(component, file.path, file.content);
  }
}
