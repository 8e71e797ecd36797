import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SupervisorError, systemErrorCode } from './errors.js';

const POLL_MS = 50;

/**
 * Says so in time when the API could not listen: before the database and the rest have been started in vain. With
 * patience after a kill -9: the kernel closes a dead process's sockets a moment after the process is gone.
 */
export async function requireFreePort(host: string, port: number, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await listenOnce(host, port);
    } catch (cause) {
      if (systemErrorCode(cause) !== 'EADDRINUSE') {
        throw new SupervisorError('port_unusable', `Cannot listen on ${host}, port ${port}: ${String(cause)}`, {
          cause,
        });
      }
      if (Date.now() >= deadline) throw busy(host, port, cause);
      await delay(POLL_MS);
    }
  }
}

function listenOnce(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function busy(host: string, port: number, cause: unknown): SupervisorError {
  const other = port < 65_535 ? port + 1 : port - 1;
  return new SupervisorError(
    'port_busy',
    `Port ${port} on ${host} is in use by another program. Choose another one, e.g.: PORT=${other} npm start`,
    { cause },
  );
}
