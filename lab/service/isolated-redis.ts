import { findProgram } from '#embedded/find-program.js';
import { freePort } from '#embedded/free-port.js';
import { Redis } from 'ioredis';
import { Child } from '../process/child.js';
import { waitUntil } from '../process/wait-until.js';

export interface IsolatedRedis {
  readonly url: string;
  /** SIGSTOP, SIGCONT … */
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A Redis of the caller's own, that keeps nothing; null where none is installed.
 * @param at its port, when it is to come back where one was
 */
export async function startRedis(at?: number): Promise<IsolatedRedis | null> {
  const program = findProgram('redis-server');
  if (program === undefined) return null;
  const port = at ?? (await freePort());
  const child = new Child({
    name: 'redis',
    program,
    arguments: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
  });
  await waitUntil(() => answers(port, child), { what: 'Redis answers' });
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => {
      if (child.pid !== undefined) process.kill(child.pid, signal);
    },
    kill: () => child.kill(),
    stop: () => child.stop(),
  };
}

async function answers(port: number, child: Child): Promise<boolean> {
  child.mustRun();
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    client.disconnect();
  }
}
