#!/usr/bin/env node
/**
 * Runs `.projenrc.ts`. TypeScript compiles the file and the local files that it imports, without type checks, and the
 * output is kept in `node_modules/.cache`. As long as the files do not change, TypeScript does not need to be loaded.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import {
  COMPILER_OPTIONS,
  type CompiledCode,
  compile,
  keepCompiledCode,
  loadMain,
  registerTypescript,
} from './loading/typescript';

/** Compiled code, kept from an earlier run. */
interface Compiled extends CompiledCode {
  /** A hash of everything that determines the output. */
  readonly key: string;
}

function runProjenrc(config: string): void {
  registerTypescript(compilerFor(config));
  process.on('uncaughtException', (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  });
  loadMain(config);
}

/** Returns a function that compiles a file, or reads the output of an earlier run if nothing has changed. */
function compilerFor(config: string): (path: string) => Compiled {
  const require = createRequire(config);
  const manifest = require.resolve('typescript/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf-8'));
  const cache = join(dirname(manifest), '../.cache/projenrc');
  keepCompiledCode(join(cache, 'node'));
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

// Remove this script from the arguments, so that the config finds its own path in `argv[1]`.
process.argv.splice(1, 1);
process.argv[1] = resolve(process.argv[1]!);
runProjenrc(process.argv[1]);
