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
      return { status: 200, body: { service: 'payments-api' } };
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
