import { findProgram } from '#embedded/find-program.js';
import { freePort } from '#embedded/free-port.js';
import { Redis } from 'ioredis';
import { Child } from '../process/child.js';
import { waitUntil } from '../process/wait-until.js';

const START_ATTEMPTS = 5;

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
  const { port, child } = await started(program, at);
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => {
      if (child.pid !== undefined) process.kill(child.pid, signal);
    },
    kill: () => child.kill(),
    stop: () => child.stop(),
  };
}

/** On a port of our own choice somebody else may listen by now: then the next is another. */
async function started(program: string, at: number | undefined): Promise<{ port: number; child: Child }> {
  for (let attempt = 1; ; attempt++) {
    const port = at ?? (await freePort());
    const child = new Child({
      name: 'redis',
      program,
      arguments: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    });
    await waitUntil(async () => child.pid === undefined || (await answers(port, child)), { what: 'Redis answers' });
    if (at !== undefined || attempt === START_ATTEMPTS) child.mustRun();
    if (child.pid !== undefined) return { port, child };
  }
}

/** Whether it is this one that answers there. */
async function answers(port: number, { pid }: Child): Promise<boolean> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.info('server')).split('\r\n').includes(`process_id:${pid}`);
  } finally {
    client.disconnect();
  }
}
