import { createServer, type IncomingMessage, type Server } from 'node:http';
import { log } from './logger';

export interface ServiceOptions {
  /** The path for the health checks of deployments and the load balancer. */
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
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  return server;
}

async function reply(request: IncomingMessage, path: string, options: ServiceOptions): Promise<Reply> {
  switch (request.method + ' ' + path) {
    case 'GET ' + options.healthCheckPath:
      return { status: 200, body: { status: 'ok' } };
    case 'GET /':
      return { status: 200, body: { service: 'inventory-api' } };
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
