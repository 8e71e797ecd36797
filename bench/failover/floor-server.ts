// The floor as a process of its own: warm connections, every protocol spoken directly, nothing kept. Started by floor.ts.
import { createServer } from 'node:http';
import { exitWithParent } from '#embedded/parent.js';
import { DirectFailover } from './direct-failover.js';
import type { FailoverTask } from './task.js';

const task = JSON.parse(process.env['FAILOVER_TASK'] ?? 'null') as FailoverTask;
const failover = await DirectFailover.connect(task, process.env['FAILOVER_TYPE'] === 'planned');

const server = createServer((_request, response) => {
  const began = performance.now();
  failover.run().then(
    () => response.end(JSON.stringify({ totalMs: performance.now() - began })),
    (error: unknown) => {
      response.statusCode = 500;
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    },
  );
});
process.once('SIGTERM', () => process.exit(0));
exitWithParent();
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
