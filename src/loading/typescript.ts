import { Module, SourceMap, type SourceMapping } from 'node:module';
import type * as TypeScript from 'typescript';

/** Compiled code. */
export interface CompiledCode {
  readonly code: string;
  /** The source map as JSON. */
  readonly map: string;
}

/** Members of `Module` that Node.js does not fully document. Other TypeScript loaders rely on them as well. */
interface Loader {
  _load(path: string, parent: undefined, isMain: boolean): unknown;
  _extensions: Record<string, (module: LoadedModule, path: string) => void>;
  /** Not available in Node.js 20. */
  enableCompileCache?(folder: string): unknown;
}

interface LoadedModule {
  _compile(code: string, path: string, format: string): void;
}

/** A config is a script that runs once, so its output does not depend on the project's `tsconfig.json`. */
export const COMPILER_OPTIONS = {
  module: 'node16',
  target: 'es2022',
  esModuleInterop: true,
  experimentalDecorators: true,
  sourceMap: true,
};

const loader = Module as unknown as Loader;

/** The source map of each compiled file. */
const maps = new Map<string, SourceMap>();

/** Makes `require` load TypeScript files, and error messages show the positions in them. */
export function registerTypescript(compiled: (path: string) => CompiledCode): void {
  loader._extensions['.ts'] = (module, path) => {
    const { code, map } = compiled(path);
    maps.set(path, new SourceMap(JSON.parse(map)));
    module._compile(code, path, 'commonjs');
  };
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${sourcePosition(String(frame))}`)].join('\n');
}

/** Loads a file as the main module of this process. */
export function loadMain(path: string): void {
  loader._load(path, undefined, true);
}

/** Keeps the code that Node.js compiles in a folder, if this version of Node.js can do so. */
export function keepCompiledCode(folder: string): void {
  loader.enableCompileCache?.(folder);
}

/** Compiles a TypeScript file without type checks. */
export function compile(typescript: typeof TypeScript, path: string, source: string): CompiledCode {
  const { outputText, sourceMapText, diagnostics } = typescript.transpileModule(source, {
    fileName: path,
    reportDiagnostics: true,
    // As in a `tsconfig.json`, the values may be names.
    compilerOptions: COMPILER_OPTIONS as object as TypeScript.CompilerOptions,
  });
  if (diagnostics?.length) {
    const host = {
      getCurrentDirectory: () => process.cwd(),
      getCanonicalFileName: (name: string) => name,
      getNewLine: () => '\n',
    };
    const error = new Error(typescript.formatDiagnostics(diagnostics, host).trimEnd());
    error.stack = error.message;
    throw error;
  }
  return { code: outputText, map: sourceMapText! };
}

/** Replaces the position in a compiled file with the position in its source. */
function sourcePosition(frame: string): string {
  for (const [path, map] of maps) {
    const [before, after] = frame.split(`${path}:`);
    const [position, line, column] = /^(\d+):(\d+)/.exec(after ?? '') ?? [];
    if (position) {
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1) as Partial<SourceMapping>;
      return `${before}${path}:${entry.originalLine! + 1}:${entry.originalColumn! + 1}${after!.slice(position.length)}`;
    }
  }
  return frame;
}
