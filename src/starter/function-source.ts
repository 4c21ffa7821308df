/** The source code of a function in TypeScript, and the file that esbuild creates from it. */
export interface FunctionSource {
  /** `src/index.ts`. */
  readonly path: string;
  readonly exportName: string;
  /** `dist/index.mjs`. */
  readonly output: string;
}

/**
 * The source code of a handler. `index.handler` is the export `handler` of `src/index.ts`.
 *
 * @param folder the folder of the function package
 */
export function functionSource(handler: string, folder: string): FunctionSource {
  const dot = handler.lastIndexOf('.');
  const file = handler.slice(0, dot);
  return { path: `src/${file}.ts`, exportName: handler.slice(dot + 1), output: `${folder}/${file}.mjs` };
}
