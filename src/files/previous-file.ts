import { parseYaml } from '../printing/yaml-content';
import type { GeneratedDocument } from './document';
import { TextDocument } from './text-document';

/** An earlier version of a generated file: the data of a YAML or JSON file, and the text of any other file. */
export interface PreviousFile {
  readonly path: string;
  readonly body?: string;
  readonly data?: unknown;
}

/**
 * Reads an earlier version of a generated file.
 *
 * @returns `undefined` if there was none, or if it is not valid YAML or JSON
 */
export function previousFile(document: GeneratedDocument, content: string | undefined): PreviousFile | undefined {
  const { path } = document;
  if (content === undefined) {
    return undefined;
  }
  if (document instanceof TextDocument) {
    return { path, body: content };
  }
  try {
    return { path, data: parseYaml(content) };
  } catch {
    return undefined;
  }
}
