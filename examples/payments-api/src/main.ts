import { log } from './logger';
import { createService } from './server';

/** ECS kills a task 30 seconds (stopTimeout) after it asked it to stop. */
const GRACE_PERIOD_MS = 29000;

const server = createService({ healthCheckPath: process.env.HEALTH_CHECK_PATH ?? '/health' });

server.listen(Number(process.env.PORT ?? 3000), () => {
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
