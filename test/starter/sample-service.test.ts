import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as ts from 'typescript';
import type { EcsDeliveryOptions } from '../../src/options';
import { ecsSample, renderSampleService } from '../../src/starter/sample-service';
import { modelOf } from '../support/model';

const folder = mkdtempSync(join(tmpdir(), 'sample-'));
const sample = renderSampleService(ecsSample(modelOf()));

/** Compiles the sample with the compiler options of projen's TypeScriptProject, and returns the errors. */
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

test('also compiles with the module system node16', () => {
  expect(compile(ts.ModuleKind.Node16, join(folder, 'node16'))).toEqual([]);
});

test('passes the linter', () => {
  const { status, stdout } = spawnSync(resolve('node_modules/.bin/oxlint'), ['--deny-warnings', 'src', 'test'], {
    cwd: folder,
    encoding: 'utf-8',
  });
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('0 warnings and 0 errors'),
  });
});

test('passes its own tests, none of which is skipped', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: compiled,
    encoding: 'utf-8',
  });
  expect(status).toBe(0);
  expect(stdout).toContain('# pass 4\n# fail 0\n');
  expect(stdout).toContain('# skipped 0\n');
});

test('uses the service name, port, health check path, and stop timeout from the config', () => {
  const other = renderSampleService(
    ecsSample(modelOf({ serviceName: 'billing', containerPort: 8080, healthCheckPath: '/up', stopTimeout: 2 })),
  );
  expect(other['src/main.ts']).toContain('process.env.PORT ?? 8080');
  expect(other['src/main.ts']).toContain("process.env.HEALTH_CHECK_PATH ?? '/up'");
  expect(other['src/main.ts']).toContain('GRACE_PERIOD_MS = 1000;');
  expect(other['src/server.ts']).toContain("{ service: 'billing' }");
});

test('keeps idle connections open for longer than the load balancer does', () => {
  const source = (options: Partial<EcsDeliveryOptions>) =>
    renderSampleService(ecsSample(modelOf(options)))['src/server.ts'];
  expect(source({})).toContain('server.keepAliveTimeout = 65_000;\n  server.headersTimeout = 66_000;\n');
  const environments = [
    { name: 'staging' },
    { name: 'production', loadBalancer: { idleTimeoutSeconds: 300 } },
    { name: 'worker', loadBalancer: { enabled: false } },
  ];
  expect(source({ environments })).toContain('server.keepAliveTimeout = 305_000;');
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

  test('reads the health check path from the environment', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/up`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(404);
  });

  test('answers a second request on a connection that was idle for longer than the default of Node.js', async () => {
    const socket = createConnection(port, '127.0.0.1');
    const answers: string[] = [];
    socket.on('data', (chunk) => answers.push(String(chunk).split('\r\n', 1)[0]!));
    for (const pause of [6500, 100]) {
      socket.write('GET /up HTTP/1.1\r\nHost: x\r\n\r\n');
      await setTimeout(pause);
    }
    socket.destroy();
    expect(answers).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
  }, 15_000);

  test.each(['//', '/%', '/?a=/up', '*', 'http://[/'])('keeps running after the request target %s', async (target) => {
    expect(await rawRequest(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 (200|404) /,
    );
    expect((await fetch(`http://127.0.0.1:${port}/up`)).status).toBe(200);
  });

  test('logs one line of JSON per request, without the query string, and does not log health checks', async () => {
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
      // When this request completes, the service has also received the previous one.
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

test('closes requests that are still open before ECS kills the task', async () => {
  const shortTimeout = join(folder, 'short-timeout');
  const main = renderSampleService(ecsSample(modelOf({ stopTimeout: 2 })))['src/main.ts']!;
  mkdirSync(shortTimeout);
  for (const [name, content] of Object.entries({ ...sample, 'src/main.ts': main })) {
    if (name.startsWith('src/')) {
      const js = ts.transpileModule(content, {
        compilerOptions: { module: ts.ModuleKind.CommonJS },
      }).outputText;
      writeFileSync(join(shortTimeout, name.replace('src/', '').replace('.ts', '.js')), js);
    }
  }
  const service = spawn(process.execPath, [join(shortTimeout, 'main.js')], {
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
  const stopRequested = Date.now();
  service.kill('SIGTERM');

  expect(await exit).toEqual([0, null]);
  expect(Date.now() - stopRequested).toBeLessThan(2000);
});
