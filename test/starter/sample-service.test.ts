import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import { renderSampleService } from '../../src/starter/sample-service';
import { modelOf } from '../support/model';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));
const sample = renderSampleService(modelOf());

/** The compiler options that projen gives a TypeScript project, and where they lead to an error in the sample. */
function compile(module: ts.ModuleKind, outDir: string): string[] {
  const program = ts.createProgram(
    Object.keys(sample).map((path) => join(folder, path)),
    {
      rootDir: folder,
      outDir,
      module,
      target: ts.ScriptTarget.ES2020,
      lib: ['lib.es2020.d.ts'],
      strict: true,
      esModuleInterop: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      skipLibCheck: true,
      typeRoots: [resolve('node_modules/@types')],
      types: ['node'],
    },
  );
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}

const compiled = join(folder, 'compiled');

beforeAll(() => {
  for (const [path, content] of Object.entries(sample)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(join(folder, 'package.json'), '{}');
  expect(compile(ts.ModuleKind.CommonJS, compiled)).toEqual([]);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('compiles under the module system node16 too', () => {
  expect(compile(ts.ModuleKind.Node16, join(folder, 'node16'))).toEqual([]);
});

test('has no finding of the linter', () => {
  const { status, stdout } = spawnSync(resolve('node_modules/.bin/oxlint'), ['--deny-warnings', 'src', 'test'], {
    cwd: folder,
    encoding: 'utf-8',
  });
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('0 warnings and 0 errors'),
  });
});

test('passes its own tests, each of which runs', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: compiled,
    encoding: 'utf-8',
  });
  expect(status).toBe(0);
  expect(stdout).toContain('# pass 4\n# fail 0\n');
  expect(stdout).toContain('# skipped 0\n');
});

test('takes service, port, health check path and stop timeout from the config', () => {
  const other = renderSampleService(
    modelOf({ serviceName: 'billing', containerPort: 8080, healthCheckPath: '/up', stopTimeout: 2 }),
  );
  expect(other['src/main.ts']).toContain('process.env.PORT ?? 8080');
  expect(other['src/main.ts']).toContain("process.env.HEALTH_CHECK_PATH ?? '/up'");
  expect(other['src/main.ts']).toContain('GRACE_PERIOD_MS = 1000;');
  expect(other['src/server.ts']).toContain("{ service: 'billing' }");
});

describe('the running service', () => {
  let service: ChildProcess;
  let port: number;
  let logs: string;

  beforeEach(async () => {
    logs = '';
    service = spawn(process.execPath, [join(compiled, 'src/main.js')], {
      env: { PORT: '0', HEALTH_CHECK_PATH: '/up' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    service.stdout!.on('data', (chunk) => (logs += chunk));
    await once(service.stdout!, 'data');
    port = JSON.parse(logs).address.port;
  });

  afterEach(async () => {
    const closed = once(service, 'close');
    if (service.kill('SIGKILL')) {
      await closed;
    }
  });

  test('finds the health check path in the environment', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/up`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(404);
  });

  test.each(['//', '/%', '/?a=/up', '*', 'http://[/'])('survives the request target %s', async (target) => {
    expect(await rawRequest(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 (200|404) /,
    );
    expect((await fetch(`http://127.0.0.1:${port}/up`)).status).toBe(200);
  });

  test('logs one line of JSON for a request, without its query, and none for health checks', async () => {
    await (await fetch(`http://127.0.0.1:${port}/up`)).text();
    await (await fetch(`http://127.0.0.1:${port}/?token=secret`)).text();
    service.kill('SIGTERM');
    await once(service, 'close');
    const lines = logs
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toEqual(['listening', 'request', 'stopping', 'stopped']);
    expect(lines[1]).toMatchObject({ level: 'info', method: 'GET', path: '/', status: 200 });
    expect(logs).not.toContain('secret');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes an open request after %s, then exits with code 0',
    async (signal) => {
      const exit = once(service, 'exit');
      const socket = createConnection(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk));
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
      await once(socket, 'connect');
      // Seen by the service before the signal.
      await fetch(`http://127.0.0.1:${port}/up`);

      service.kill(signal);
      await once(service.stdout!, 'data');
      await expect(fetch(`http://127.0.0.1:${port}/up`)).rejects.toThrow();
      socket.write('\r\n');

      expect(await exit).toEqual([0, null]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*Connection: close\r\n/i);
    },
  );

  async function rawRequest(request: string): Promise<string> {
    const socket = createConnection(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.write(request);
    await once(socket, 'close');
    return answer;
  }
});

test('cuts requests that do not end before ECS kills the task', async () => {
  const hurried = join(folder, 'hurried');
  const main = renderSampleService(modelOf({ stopTimeout: 2 }))['src/main.ts']!;
  mkdirSync(hurried);
  for (const [name, content] of Object.entries({ ...sample, 'src/main.ts': main })) {
    if (name.startsWith('src/')) {
      const js = ts.transpileModule(content, {
        compilerOptions: { module: ts.ModuleKind.CommonJS },
      }).outputText;
      writeFileSync(join(hurried, name.replace('src/', '').replace('.ts', '.js')), js);
    }
  }
  const service = spawn(process.execPath, [join(hurried, 'main.js')], {
    env: { PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(service, 'exit');
  const [listening] = await once(service.stdout!, 'data');
  const socket = createConnection(JSON.parse(String(listening)).address.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  await once(socket, 'connect');
  await fetch(`http://127.0.0.1:${socket.remotePort}/health`);
  const asked = Date.now();
  service.kill('SIGTERM');

  expect(await exit).toEqual([0, null]);
  expect(Date.now() - asked).toBeLessThan(2000);
});
