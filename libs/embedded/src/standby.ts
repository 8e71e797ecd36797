import { appendFile, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from './account.js';
import { copyDataDirectory } from './copy-data-directory.js';
import { EmbeddedPostgresError } from './errors.js';
import { PostgresCluster, type PostgresClusterOptions } from './postgres-cluster.js';

export interface StandbyOptions extends PostgresClusterOptions {
  /** The physical replication slot on the primary; made anew. */
  slot: string;
  applicationName: string;
  /** Connect through a relay instead of directly to the primary. */
  upstreamPort?: number | undefined;
}

/**
 * Copies a running primary into a new hot standby, not yet started.
 *
 * The copy is not consistent by itself: files change while they are read. What makes it right is the WAL from the
 * checkpoint of pg_backup_start on, replayed at the first start. None of it is copied. The slot is made *first* and
 * reserves WAL at once, so from before that checkpoint the primary keeps all of it until this standby has streamed it;
 * full-page images, forced while a backup runs, repair pages that were torn by copying. The first start therefore needs
 * the primary (or the relay). backup_label says where to begin: without it the standby would begin at whatever
 * checkpoint pg_control names, and silently miss changes.
 */
export async function cloneAsStandby(primary: PostgresCluster, options: StandbyOptions): Promise<PostgresCluster> {
  const { slot, applicationName, upstreamPort, ...clusterOptions } = options;
  const standby = new PostgresCluster({ ...clusterOptions, password: undefined });
  const made = await standby.create(async (directory, _home, account) => {
    await standby.keepPassword(primary.password); // roles are copied too, so the primary's password is the standby's
    const source = await primary.pgdata();
    await withSession(primary, async (session) => {
      await makeSlot(session, slot);
      await session.query(`SELECT pg_backup_start($1, fast => true)`, [`standby ${applicationName}`]);
      await copyDataDirectory(source, directory, account);
      // No waiting for archiving: the slot keeps what the standby needs.
      const stopped = await session.query<{ labelfile: string; spcmapfile: string }>(
        'SELECT labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive => false)',
      );
      const label = stopped.rows[0];
      if (!label) throw new Error('pg_backup_stop gave no label');
      if (label.spcmapfile.trim() !== '') {
        // Two servers on one machine cannot share a tablespace's folder.
        throw new EmbeddedPostgresError('tablespaces_unsupported', 'A cluster with tablespaces cannot be cloned.');
      }
      await writeOwned(join(directory, 'backup_label'), label.labelfile, account);
    });
    const upstream = { port: upstreamPort ?? primary.port, password: primary.password, slot, applicationName };
    await followUpstream(directory, upstream, account);
  });
  if (!made) {
    throw new EmbeddedPostgresError('cluster_directory_not_empty', `There is a cluster in ${standby.dataDir} already.`);
  }
  return standby;
}

interface Upstream {
  port: number;
  password: string;
  slot: string;
  applicationName: string;
}

/** Makes the cluster in `pgdata` a standby of `upstream` from its next start on. */
async function followUpstream(pgdata: string, upstream: Upstream, account: Account | undefined): Promise<void> {
  const parameters = {
    host: '127.0.0.1',
    port: String(upstream.port),
    user: 'postgres',
    password: upstream.password,
    application_name: upstream.applicationName,
    connect_timeout: '5',
  };
  const conninfo = Object.entries(parameters).map(([name, value]) => `${name}=${quote(value)}`);
  // postgresql.auto.conf rather than -c: ALTER SYSTEM can still change it, and of two lines the last one counts.
  await appendFile(
    join(pgdata, 'postgresql.auto.conf'),
    `primary_conninfo = ${setting(conninfo.join(' '))}\nprimary_slot_name = ${setting(upstream.slot)}\n`,
  );
  await writeOwned(join(pgdata, 'standby.signal'), '', account);
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function setting(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

async function makeSlot(session: pg.Client, slot: string): Promise<void> {
  // A slot of that name from an earlier clone holds WAL for nobody, and none that is sure to reach back far enough.
  await session.query(
    'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND NOT active',
    [slot],
  );
  await session.query('SELECT pg_create_physical_replication_slot($1, immediately_reserve => true)', [slot]);
}

async function withSession(cluster: PostgresCluster, work: (session: pg.Client) => Promise<void>): Promise<void> {
  const session = new pg.Client({ connectionString: cluster.url() });
  await session.connect();
  try {
    await work(session);
  } finally {
    await session.end(); // ends a backup that was not stopped, too
  }
}

async function writeOwned(path: string, content: string, account: Account | undefined): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  if (account) await chown(path, account.uid, account.gid);
}
