import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from '#embedded/postgres-cluster.js';

export interface TestDatabase {
  readonly url: string;
  readonly cluster: PostgresCluster;
  stop(): Promise<void>;
}

/** A PostgreSQL of the suite's own, empty. Not durable: it has to live no longer than its suite. */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'dr-test-'));
  await chmod(folder, 0o711);
  const cluster = new PostgresCluster({
    dataDir: join(folder, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  await cluster.initialise();
  await cluster.start();
  await cluster.ensureDatabase('test');
  return {
    url: cluster.url('test'),
    cluster,
    stop: async () => {
      await cluster.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
