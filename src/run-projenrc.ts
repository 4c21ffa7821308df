#!/usr/bin/env node
/**
 * Runs `.projenrc.ts`. TypeScript compiles the file and the local files that it imports, without type checks, and the
 * output is kept in `node_modules/.cache`. As long as the files do not change, TypeScript does not need to be loaded.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, Module, SourceMap, type SourceMapping } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type * as TypeScript from 'typescript';

/** Compiled code. */
interface Compiled {
  /** A hash of everything that determines the output. */
  readonly key: string;
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
const COMPILER_OPTIONS = {
  module: 'node16',
  target: 'es2022',
  esModuleInterop: true,
  experimentalDecorators: true,
  sourceMap: true,
};

const loader = Module as unknown as Loader;

/** The source map of each compiled file. */
const maps = new Map<string, SourceMap>();

function runProjenrc(config: string): void {
  const compiled = compilerFor(config);
  loader._extensions['.ts'] = (module, path) => {
    const { code, map } = compiled(path);
    maps.set(path, new SourceMap(JSON.parse(map)));
    module._compile(code, path, 'commonjs');
  };
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${sourcePosition(String(frame))}`)].join('\n');
  process.on('uncaughtException', (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  });
  loader._load(config, undefined, true);
}

/** Returns a function that compiles a file, or reads the output of an earlier run if nothing has changed. */
function compilerFor(config: string): (path: string) => Compiled {
  const require = createRequire(config);
  const manifest = require.resolve('typescript/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf-8'));
  const cache = join(dirname(manifest), '../.cache/projenrc');
  loader.enableCompileCache?.(join(cache, 'node'));
  return (path) => {
    const source = readFileSync(path, 'utf-8');
    const key = hash(JSON.stringify([source, version, COMPILER_OPTIONS]));
    const file = join(cache, `${hash(path)}.json`);
    const kept = readKept(file);
    if (kept?.key === key) {
      return kept;
    }
    const compiled = { key, ...compile(require('typescript'), path, source) };
    keep(file, compiled);
    return compiled;
  };
}

function compile(typescript: typeof TypeScript, path: string, source: string): Omit<Compiled, 'key'> {
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

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readKept(file: string): Compiled | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf-8'));
  } catch {
    return undefined;
  }
}

/** Renames a temporary file, because another process may be reading the old one. */
function keep(file: string, compiled: Compiled): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(compiled));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The folder may be read-only. The next run compiles the file again.
  }
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

// Remove this script from the arguments, so that the config finds its own path in `argv[1]`.
process.argv.splice(1, 1);
process.argv[1] = resolve(process.argv[1]!);
runProjenrc(process.argv[1]);
