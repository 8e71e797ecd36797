import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';

/** The schema in which BullMQ keeps its tables when PostgreSQL is the backend. */
const QUEUE_SCHEMA = 'bullmq';

export interface QueueOptions {
  readonly url: string;
  readonly backend: 'postgres' | 'redis';
  /** Keeps installations that share a Redis apart. On PostgreSQL each has a database of its own. */
  readonly prefix: string;
}

export interface QueueConnection {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
}

/**
 * Connects BullMQ to Redis or to PostgreSQL. The choice is made once for the whole process, because BullMQ keeps its
 * backend factory there.
 */
export function queueConnection({ url, backend, prefix }: QueueOptions): QueueConnection {
  if (backend === 'redis') {
    setDefaultBackendFactory();
    // A worker waits for its Redis for as long as it takes.
    return { connection: { url, maxRetriesPerRequest: null }, prefix };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // BullMQ types the connection of the default backend, which this replaces.
  const connection = {
    connectionString: url,
    schema: QUEUE_SCHEMA,
    skipMigrations: true,
  } as unknown as ConnectionOptions;
  return { connection, prefix };
}
