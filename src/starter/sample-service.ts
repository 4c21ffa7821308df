import type { DeliveryModel } from '../model/model';

/** What the sample service depends on. */
export interface SampleService {
  readonly service: string;
  readonly port: number;
  readonly healthCheckPath: string;
  /** How long an idle connection stays open: longer than the idle timeout of the load balancer. */
  readonly keepAliveSeconds: number;
  /** Seconds from SIGTERM until the process is killed. */
  readonly stopTimeout: number;
  /** How the process is stopped, as a sentence. */
  readonly stopNote: string;
  /** Who checks the health of the service. */
  readonly checkedBy: string;
}

/** The sample service in a container on ECS. */
export function ecsSample({ service, container, keepAliveSeconds }: DeliveryModel): SampleService {
  const { port = 3000, healthCheckPath = '/health', stopTimeout } = container;
  return {
    service,
    port,
    healthCheckPath,
    keepAliveSeconds,
    stopTimeout,
    stopNote: `ECS sends SIGTERM to stop a task, and kills it ${stopTimeout} seconds later (stopTimeout).`,
    checkedBy: 'ECS and the load balancer',
  };
}

/**
 * Renders the sample service of a new project as a map of path to content: a web server without dependencies, and its
 * tests. The user owns these files, so they are never regenerated. The port and the health check path may change in the
 * config later, so the service reads them from environment variables.
 */
export function renderSampleService(sample: SampleService): Readonly<Record<string, string>> {
  return {
    'src/main.ts': main(sample),
    'src/server.ts': server(sample),
    'src/logger.ts': LOGGER,
    'test/server.test.ts': TEST,
  };
}

function main({ port, healthCheckPath, stopTimeout, stopNote }: SampleService): string {
  return `\
import { log } from './logger';
import { createService } from './server';

/** ${stopNote} */
const GRACE_PERIOD_MS = ${(stopTimeout - 1) * 1000};

const server = createService({ healthCheckPath: process.env.HEALTH_CHECK_PATH ?? '${healthCheckPath}' });

server.listen(Number(process.env.PORT ?? ${port}), () => {
  log('info', 'listening', { address: server.address() });
});

/** Stops accepting connections, finishes open requests, then exits. */
function stop(signal: NodeJS.Signals): void {
  log('info', 'stopping', { signal });
  server.close(() => {
    log('info', 'stopped');
    process.exit(0);
  });
  setTimeout(() => {
    log('warn', 'closing remaining connections');
    server.closeAllConnections();
  }, GRACE_PERIOD_MS);
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
`;
}

function server({ service, keepAliveSeconds, checkedBy }: SampleService): string {
  const milliseconds = (seconds: number) => (seconds * 1000).toLocaleString('en').replaceAll(',', '_');
  return `\
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { log } from './logger';

export interface ServiceOptions {
  /** The path for the health checks of ${checkedBy}. */
  readonly healthCheckPath: string;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

/** Creates the web server. Call listen() to start it. */
export function createService(options: ServiceOptions): Server {
  const server = createServer(async (request, response) => {
    const started = performance.now();
    const path = pathOf(request);
    const { status, body } = await reply(request, path, options).catch(failure);
    // During shutdown, close keep-alive connections so that the process can exit.
    if (!server.listening) {
      response.setHeader('Connection', 'close');
    }
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
    // Health checks run every few seconds and would flood the log.
    if (path !== options.healthCheckPath) {
      const milliseconds = Math.round(performance.now() - started);
      log('info', 'request', { method: request.method, path, status, milliseconds });
    }
  });
  // Longer than the idle timeout of the load balancer, which otherwise could use a connection that is just closing.
  server.keepAliveTimeout = ${milliseconds(keepAliveSeconds)};
  server.headersTimeout = ${milliseconds(keepAliveSeconds + 1)};
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

/** The path without the query string, which may contain data that must not be logged. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0];
}
`;
}

const LOGGER = `\
/** Writes one line of JSON. You can query its fields with CloudWatch Logs Insights. */
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

// Windows does not support SIGTERM.
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
