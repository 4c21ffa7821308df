import { log } from './logger';
import { createService } from './server';

/** systemd sends SIGTERM to stop the service, and kills it 30 seconds later (TimeoutStopSec). */
const GRACE_PERIOD_MS = 29000;

const server = createService({ healthCheckPath: process.env.HEALTH_CHECK_PATH ?? '/health' });

server.listen(Number(process.env.PORT ?? 3000), () => {
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
