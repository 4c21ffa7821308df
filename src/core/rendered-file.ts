import type { YamlContent } from './yaml-content';

/** A generated file as its renderer returns it, before the user's overrides. */
export type RenderedFile =
  | { readonly path: string; readonly kind: 'text'; readonly body: string }
  | { readonly path: string; readonly kind: 'json'; readonly data: object }
  | { readonly path: string; readonly kind: 'yaml'; readonly content: YamlContent };

/** The data of a JSON or YAML file. */
export function dataOf(file: Exclude<RenderedFile, { kind: 'text' }>): object {
  return file.kind === 'yaml' ? file.content.data : file.data;
}
