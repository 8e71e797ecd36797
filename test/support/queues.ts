import { describe, expect } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startRedis } from '../../lab/service/isolated-redis.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { requires } from './requirements.js';

export interface Queue {
  readonly env: Readonly<Record<string, string>>;
  /** Loses every job, and the workers' registrations with them. */
  lose(service: IsolatedService): Promise<void>;
  stop(): Promise<void>;
}

/** The same behaviour over each queue that there is. */
export function onEachQueue(what: string, behavesOn: (start: () => Promise<Queue>) => void): void {
  describe(`${what} with the queue on PostgreSQL`, () => {
    behavesOn(() => Promise.resolve({ env: {}, lose: loseJobs, stop: () => Promise.resolve() }));
  });
  requires('redis-server').describe(`${what} with the queue on Redis`, () => {
    behavesOn(async () => {
      const server = (await startRedis())!;
      return { env: { QUEUE_URL: server.url }, lose: () => flush(server.url), stop: () => server.stop() };
    });
  });
}

/** Everything that the queue has in PostgreSQL. */
export async function loseJobs({ service }: IsolatedService): Promise<void> {
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' AND tablename LIKE '%job%'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { tablename } of rows) await client.query(`TRUNCATE bullmq."${tablename}" CASCADE`);
  } finally {
    await client.end();
  }
}

async function flush(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}
