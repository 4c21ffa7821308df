import type { DeliveryModel } from '../model/model';

/**
 * The service of a new project, path to content: a web server on nothing but Node.js, and its tests. It belongs to
 * the user from the first day on; so what may change later in the config (port, health check path) comes from the
 * environment.
 */
export function renderSampleService(model: DeliveryModel): Readonly<Record<string, string>> {
  return {
    'src/main.ts': main(model),
    'src/server.ts': server(model),
    'src/logger.ts': LOGGER,
    'test/server.test.ts': TEST,
  };
}

function main({ container }: DeliveryModel): string {
  return `\
import { log } from './logger';
import { createService } from './server';

/** ECS kills a task ${container.stopTimeout} seconds (stopTimeout) after it asked it to stop. */
const GRACE_PERIOD_MS = ${(container.stopTimeout - 1) * 1000};

const server = createService({ healthCheckPath: process.env.HEALTH_CHECK_PATH ?? '${container.healthCheckPath}' });

server.listen(Number(process.env.PORT ?? ${container.port}), () => {
  log('info', 'listening', { address: server.address() });
});

/** Takes no new connections, answers the requests under way, then exits. */
function stop(signal: NodeJS.Signals): void {
  log('info', 'stopping', { signal });
  server.close(() => {
    log('info', 'stopped');
    process.exit(0);
  });
  setTimeout(() => {
    log('warn', 'closing connections that are still open');
    server.closeAllConnections();
  }, GRACE_PERIOD_MS);
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
`;
}

function server({ service }: DeliveryModel): string {
  return `\
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { log } from './logger';

export interface ServiceOptions {
  /** The path that answers the health checks of ECS and of the load balancer. */
  readonly healthCheckPath: string;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

/** The web server, not listening yet. */
export function createService(options: ServiceOptions): Server {
  const server = createServer(async (request, response) => {
    const started = performance.now();
    const path = pathOf(request);
    const { status, body } = await reply(request, path, options).catch(failure);
    // A client that keeps its connection open must not hold up the stop.
    if (!server.listening) {
      response.setHeader('Connection', 'close');
    }
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
    // Health checks come every few seconds and would drown the rest.
    if (path !== options.healthCheckPath) {
      const milliseconds = Math.round(performance.now() - started);
      log('info', 'request', { method: request.method, path, status, milliseconds });
    }
  });
  return server;
}

async function reply(request: IncomingMessage, path: string, options: ServiceOptions): Promise<Reply> {
  switch (request.method + ' ' + path) {
    case 'GET ' + options.healthCheckPath:
      return { status: 200, body: { status: 'ok' } };
    case 'GET /':
      return { status: 200, body: { service: '${service}' } };
    default:
      return { status: 404, body: { error: 'Not Found' } };
  }
}

function failure(error: unknown): Reply {
  log('error', 'request failed', { error: error instanceof Error ? error.stack : String(error) });
  return { status: 500, body: { error: 'Internal Server Error' } };
}

/** Without the query, which may hold what should not be in a log. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0];
}
`;
}

const LOGGER = `\
/** Writes one line of JSON, whose fields CloudWatch Logs Insights can query. */
export function log(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }) + '\\n');
}
`;

const TEST = `\
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createService } from '../src/server';

const server = createService({ healthCheckPath: '/health' });
let url: string;

before(async () => {
  server.listen(0);
  await once(server, 'listening');
  url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port;
});

after(() => server.close());

test('answers health checks', async () => {
  const response = await fetch(url + '/health');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok' });
});

test('answers GET /', async () => {
  const response = await fetch(url + '/?verbose=1');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
});

test('answers 404 for an unknown path', async () => {
  const response = await fetch(url + '/nowhere');
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: 'Not Found' });
});

// Windows has no SIGTERM.
test('stops on SIGTERM with exit code 0', { skip: process.platform === 'win32', timeout: 10_000 }, async (t) => {
  const child = spawn(process.execPath, [join(__dirname, '../src/main.js')], {
    env: { ...process.env, PORT: '0', HEALTH_CHECK_PATH: '/health' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [listening] = await once(child.stdout, 'data');
  const { address } = JSON.parse(String(listening));
  assert.equal((await fetch('http://127.0.0.1:' + address.port + '/health')).status, 200);

  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});
`;
