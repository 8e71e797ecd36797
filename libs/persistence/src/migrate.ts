import { runMigrations } from 'bullmq';
import pg from 'pg';
import { createDataSource } from './data-source.js';

/** The schema in which BullMQ keeps its queues when PostgreSQL is their backend. */
export const QUEUE_SCHEMA = 'bullmq';

/** Any number that nothing else locks: it keeps two replicas from migrating at once. */
const MIGRATION_LOCK = 4_021_973;

/** Brings the service's tables and the queue's schema up to date. Safe to run from several processes at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = createDataSource({ url: databaseUrl, poolSize: 1 });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}
