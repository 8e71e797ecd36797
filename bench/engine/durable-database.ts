import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from '#embedded/postgres-cluster.js';

export interface DurableDatabase {
  /** Makes a database in the cluster. @returns its address. */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of the benchmark's own with its settings as they come: a commit is on the disk before it is answered. */
export async function startDurableDatabase(): Promise<DurableDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'dr-bench-'));
  // PostgreSQL may run under another account, which has to pass through.
  await chmod(folder, 0o711);
  const cluster = new PostgresCluster({
    dataDir: join(folder, 'postgres'),
    settings: { fsync: 'on', synchronous_commit: 'on', max_connections: '200' },
  });
  const stop = async (): Promise<void> => {
    await cluster.destroy();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await cluster.initialise();
    await cluster.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    create: async (name) => {
      await cluster.ensureDatabase(name);
      return cluster.url(name);
    },
    stop,
  };
}
