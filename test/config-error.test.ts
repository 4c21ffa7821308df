import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { bundle } from '../projenrc/bundle';
import { ConfigError, EcsDelivery } from '../src';
import { deliveryIn, serviceIn, temporaryFolder } from './support/project';

const ROOT = join(__dirname, '..');

function errorOf(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) {
      return error;
    }
    throw error;
  }
  throw new Error('No error was thrown.');
}

const LIBRARY = join(temporaryFolder(), 'index.js');

beforeAll(() => {
  mkdirSync(dirname(LIBRARY), { recursive: true });
  writeFileSync(LIBRARY, bundle(join(ROOT, 'src/index.ts')).code);
});

/** The output of a program that imports this package from `LIBRARY`. */
function run(program: string): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_PATH: join(ROOT, 'node_modules') };
  return spawnSync(process.execPath, ['-e', program], { cwd: ROOT, env, encoding: 'utf-8' });
}

describe('ConfigError', () => {
  const error = errorOf(() => serviceIn(temporaryFolder(), { memory: 8192, environmentVariables: { PORT: '1' } }));

  test('has a list of problems for programs', () => {
    expect(error.problems).toEqual([
      {
        code: 'memory-for-cpu',
        path: 'memory',
        value: 8192,
        allowed: '512, 1024, 2048',
        fix: 'Raise cpu to 1024, or lower memory.',
        message:
          'memory: 8192 is not valid with cpu 256 on Fargate (allowed: 512, 1024, 2048). Raise cpu to 1024, or lower memory. [memory-for-cpu]',
      },
      {
        code: 'reserved-variable',
        path: 'environmentVariables.PORT',
        fix: 'Set containerPort instead.',
        message: 'environmentVariables.PORT: is set from containerPort. Set containerPort instead. [reserved-variable]',
      },
    ]);
  });

  test('has a message with the same lines', () => {
    expect(error.message).toBe(
      [
        'Found 2 problems in the delivery config of orders-api. No files were written.',
        ...error.problems.map(({ message }) => `  - ${message}`),
      ].join('\n'),
    );
  });

  test('is an error that is printed as its message only', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ConfigError');
    expect(error.stack).toBe(error.message);
    expect(inspect(error)).toBe(error.message);
    expect(Object.keys(error)).toEqual([]);
  });

  test('cannot be changed by a program that reads it', () => {
    expect(Object.isFrozen(error.problems)).toBe(true);
    expect(error.problems.every((problem) => Object.isFrozen(problem))).toBe(true);
  });

  test('is also thrown for files that would be overwritten', () => {
    const { project } = deliveryIn(temporaryFolder(), { takeOver: ['Makefile'] });
    expect(errorOf(() => project.synth()).problems).toEqual([
      expect.objectContaining({ code: 'not-generated', path: 'takeOver', value: 'Makefile' }),
    ]);
  });

  test('is also thrown by EcsDelivery', () => {
    const { project } = deliveryIn(temporaryFolder());
    expect(errorOf(() => new EcsDelivery(project, undefined as never)).problems.map(({ code }) => code)).toEqual([
      'missing-option',
      'missing-option',
    ]);
  });
});

test('importing the package has no side effect', () => {
  const { stdout, stderr } = run(`
    const state = () => JSON.stringify({
      listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
      environment: process.env,
      cwd: process.cwd(),
      exitCode: process.exitCode,
      stackTraceLimit: Error.stackTraceLimit,
      globals: Object.getOwnPropertyNames(globalThis),
    });
    require('projen');
    const before = state();
    require(${JSON.stringify(LIBRARY)});
    console.log(state() === before ? 'unchanged' : before + '\\n' + state());
  `);
  expect({ stdout, stderr }).toEqual({ stdout: 'unchanged\n', stderr: '' });
});

describe('an uncaught ConfigError', () => {
  const fail = `
    const { Project } = require('projen');
    const { EcsDelivery } = require(${JSON.stringify(LIBRARY)});
    const outdir = ${JSON.stringify(temporaryFolder())};
    const create = () =>
      new EcsDelivery(new Project({ name: 'orders-api', outdir }), { awsAccount: '1', githubRepository: 'acme/orders' });
  `;
  const message = [
    'Found 1 problem in the delivery config of orders-api. No files were written.',
    `  - awsAccount: "1" is not valid (allowed: 12 digits). Specify the account ID as a string, including leading zeros, for example '012345678901'. [invalid-format]`,
    '',
  ].join('\n');

  test('ends the process with the message only', () => {
    expect(run(`${fail} create();`)).toMatchObject({ status: 1, stdout: '', stderr: message });
  });

  test('is printed once, even if other errors were caught before', () => {
    expect(run(`${fail} try { create(); } catch {} create();`)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: message,
    });
  });

  test('is left to a handler of the program', () => {
    expect(
      run(`${fail} process.on('uncaughtException', (error) => console.log(error.problems[0].code)); create();`),
    ).toMatchObject({ status: 0, stdout: 'invalid-format\n', stderr: '' });
  });
});
