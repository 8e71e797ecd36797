import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedis, type IsolatedRedis } from '../../../lab/service/isolated-redis.js';
import { waitUntil } from '../../../lab/process/wait-until.js';
import type { MatrixLab } from './matrix-lab.js';

/** PostgreSQL ends at once, without a goodbye, and is started again. */
export async function restartPostgres(lab: MatrixLab): Promise<void> {
  const { service } = lab.service;
  const before = service.postgresPid();
  service.killPostgres('SIGQUIT'); // "immediate"
  await waitUntil(() => service.postgresPid() !== undefined && service.postgresPid() !== before, {
    what: 'PostgreSQL is started again',
    deadlineMs: 60_000,
  });
  await waitUntil(async () => (await lab.execute('SELECT 1'), true), {
    what: 'PostgreSQL answers again',
    deadlineMs: 60_000,
  });
}

/** All processes of PostgreSQL stand still, as on a host whose disk hangs, and go on later. @param ms for how long */
export async function freezePostgres(lab: MatrixLab, ms: number): Promise<void> {
  const postmaster = lab.service.service.postgresPid()!;
  // The postmaster first: what it no longer starts is not forgotten.
  process.kill(postmaster, 'SIGSTOP');
  const frozen = [postmaster, ...childrenOf(postmaster)];
  const thaw = (): void => signalAll(frozen, 'SIGCONT');
  // What stands still would outlive this process.
  process.once('exit', thaw);
  try {
    signalAll(frozen, 'SIGSTOP');
    await delay(ms);
  } finally {
    thaw();
    process.removeListener('exit', thaw);
  }
}

/** The queue loses all it holds, kept in PostgreSQL. */
export async function emptyQueueTables(lab: MatrixLab): Promise<void> {
  await lab.execute(`
    DO $$ DECLARE kept record; BEGIN
      FOR kept IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%' LOOP
        EXECUTE format('TRUNCATE bullmq.%I CASCADE', kept.tablename);
      END LOOP;
    END $$`);
}

/** A Redis to disturb. */
export class FragileRedis {
  private constructor(private current: IsolatedRedis) {}

  /** @returns null where none is installed. */
  static async start(): Promise<FragileRedis | null> {
    const redis = await startRedis();
    return redis && new FragileRedis(redis);
  }

  get url(): string {
    return this.current.url;
  }

  async flush(): Promise<void> {
    const client = new Redis(this.url, { maxRetriesPerRequest: null });
    try {
      await client.flushall();
    } finally {
      client.disconnect();
    }
  }

  /** SIGKILL, and started again on the same port with nothing in it. */
  async restart(): Promise<void> {
    await this.current.kill();
    this.current = (await startRedis(Number(new URL(this.url).port)))!;
  }

  async freeze(ms: number): Promise<void> {
    this.current.signal('SIGSTOP');
    await delay(ms);
    this.current.signal('SIGCONT');
  }

  async stop(): Promise<void> {
    this.current.signal('SIGCONT');
    await this.current.stop();
  }
}

function childrenOf(pid: number): readonly number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const pairs = listed.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, parent]) => parent === pid).map(([child]) => child!);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it had just ended
    }
  }
}
