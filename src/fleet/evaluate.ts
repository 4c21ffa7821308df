import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collectPreviews, type DeliveryPreview } from '../core/preview';
import { type CompiledCode, compile, loadMain, registerTypescript } from '../loading/typescript';
import { isIn } from './copy';
import type { ReportedProblem } from './outcome';

/** How the evaluation of a config ended. */
export type Evaluation =
  | { readonly state: 'evaluated'; readonly previews: readonly DeliveryPreview[] }
  | { readonly state: 'refused'; readonly problems: readonly ReportedProblem[] }
  | { readonly state: 'failed'; readonly message: string }
  /** The config imports a package that is not installed. */
  | { readonly state: 'missing'; readonly name: string; readonly message: string }
  /** The config needs a process of its own, because it is asynchronous, ends the process, or fails. */
  | { readonly state: 'not-shared' };

const CONFIGS = ['.projenrc.ts', '.projenrc.js', '.projenrc.cjs', '.projenrc.mjs', '.projenrc.json'];

/** Thrown in place of an end of the process. */
class Exit extends Error {
  public constructor(public readonly code: number) {
    super(`The config ended the process with code ${code}.`);
  }
}

/** Makes `require` load TypeScript. Equal files are compiled once. */
export function prepare(): void {
  if (process.getuid?.() === 0) {
    skipEqualWrites();
  }
  const compiled = new Map<string, CompiledCode>();
  registerTypescript((path) => {
    const source = readFileSync(path, 'utf-8');
    const key = createHash('sha256').update(source).digest('hex');
    const known = compiled.get(key) ?? compile(createRequire(path)('typescript'), path, source);
    compiled.set(key, known);
    return known;
  });
}

/**
 * Skips writing files that do not change. For root, every file is writable, and projen writes all files that it can write.
 */
function skipEqualWrites(): void {
  const fs: typeof import('node:fs') = require('node:fs');
  const { writeFileSync } = fs;
  fs.writeFileSync = (file, data, options) => {
    const isEqual =
      typeof file === 'string' && typeof data === 'string' && existsSync(file) && readFileSync(file, 'utf-8') === data;
    if (!isEqual) {
      writeFileSync(file, data, options);
    }
  };
}

/**
 * Evaluates the config of a project in this process.
 *
 * @param settled waits until asynchronous work is done. If it is missing, other configs are evaluated in this process.
 */
export async function evaluate(folder: string, settled?: () => Promise<void>): Promise<Evaluation> {
  const config = CONFIGS.find((name) => existsSync(join(folder, name)));
  if (config === undefined) {
    return { state: 'failed', message: `The repository contains none of these files: ${CONFIGS.join(', ')}.` };
  }
  const restore = isolate(folder, config);
  const output = captureOutput();
  const previews = collectPreviews();
  try {
    await load(folder, config);
    await settled?.();
    return settled || previews.length > 0 ? { state: 'evaluated', previews } : { state: 'not-shared' };
  } catch (error) {
    if (error instanceof Exit && error.code === 0 && settled) {
      return { state: 'evaluated', previews };
    }
    return describe(error, settled === undefined, output.text());
  } finally {
    output.release();
    restore();
  }
}

async function load(folder: string, config: string): Promise<void> {
  const path = join(folder, config);
  if (config.endsWith('.json')) {
    const require = createRequire(path);
    const task = require.resolve('projen/lib/run-projenrc-json.task.js');
    delete require.cache[task];
    require(task);
    return;
  }
  try {
    if (!config.endsWith('.mjs')) {
      loadMain(path);
      return;
    }
  } catch (error) {
    if (codeOf(error) !== 'ERR_REQUIRE_ESM') {
      throw error;
    }
  }
  await importModule(pathToFileURL(path).href);
}

/** TypeScript would compile a plain `import()` to `require()`. */
const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<unknown>;

/** Restores what a config may have changed in this process. */
function isolate(folder: string, config: string): () => void {
  const { argv, exit, exitCode } = process;
  const env = { ...process.env };
  const listeners = new Map(
    (['uncaughtException', 'unhandledRejection', 'exit', 'beforeExit'] as const).map((event) => [
      event,
      process.listeners(event as 'exit'),
    ]),
  );
  process.chdir(folder);
  process.argv = [argv[0]!, join(folder, config)];
  process.env.PROJEN_DISABLE_POST = 'true';
  process.exit = ((code: number | string = process.exitCode ?? 0) => {
    throw new Exit(Number(code));
  }) as typeof process.exit;
  return () => {
    Object.assign(process, { argv, exit, exitCode });
    process.chdir('..');
    for (const name of Object.keys(process.env)) {
      if (!(name in env)) {
        delete process.env[name];
      }
    }
    Object.assign(process.env, env);
    for (const [event, before] of listeners) {
      for (const listener of process.listeners(event as 'exit').filter((one) => !before.includes(one))) {
        process.removeListener(event, listener);
      }
    }
    for (const path of Object.keys(require.cache).filter((path) => isIn(path, folder))) {
      delete require.cache[path];
    }
  };
}

/** Keeps the end of what a config prints. */
function captureOutput(): { text(): string; release(): void } {
  let printed = '';
  const streams = [process.stdout, process.stderr].map((stream) => {
    const { write } = stream;
    stream.write = ((chunk: unknown) => {
      printed = (printed + String(chunk)).slice(-MAX_OUTPUT);
      return true;
    }) as typeof stream.write;
    return { stream, write };
  });
  return {
    text: () => printed,
    release: () => {
      for (const { stream, write } of streams) {
        stream.write = write;
      }
    },
  };
}

const MAX_OUTPUT = 4000;

function describe(error: unknown, isShared: boolean, output: string): Evaluation {
  const problems = problemsOf(error);
  if (problems) {
    return { state: 'refused', problems };
  }
  const message = messageOf(error, output);
  const name = missingPackage(error);
  if (name !== undefined) {
    return { state: 'missing', name, message };
  }
  return isShared ? { state: 'not-shared' } : { state: 'failed', message };
}

/** The package may have loaded its own copy of the class, so the error is recognized by its form. */
function problemsOf(error: unknown): ReportedProblem[] | undefined {
  const { name, problems } = (error ?? {}) as { name?: unknown; problems?: unknown };
  return name === 'ConfigError' && Array.isArray(problems)
    ? problems.map(({ code, path, message }) => ({ code: String(code), path: String(path), message: String(message) }))
    : undefined;
}

/** The name of the package that a config imports, if it is not installed. */
function missingPackage(error: unknown): string | undefined {
  const [, specifier] = /^Cannot find (?:module|package) '([^']+)'/.exec(String((error as Error)?.message)) ?? [];
  const isMissing = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(codeOf(error) ?? '');
  return isMissing ? /^(?:@[\w.-]+\/)?[a-z0-9][\w.-]*(?=\/|$)/.exec(specifier ?? '')?.[0] : undefined;
}

/** Without the frames of Node.js and of this command. */
function ownFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !(/^ {4}at /.test(line) && (line.includes('node:internal/') || line.includes(__filename))))
    .join('\n');
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}

function messageOf(error: unknown, output: string): string {
  const text = error instanceof Error ? ownFrames(error.stack ?? error.message) : String(error);
  const denied =
    codeOf(error) === 'ERR_ACCESS_DENIED'
      ? 'The config starts a program, or writes a file outside of the repository. A preview allows neither.\n'
      : '';
  return `${denied}${text}${output === '' ? '' : `\n\n${output}`}`.trim();
}
