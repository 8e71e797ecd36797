import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PostgresCluster } from './postgres-cluster.js';
import { isAlive } from './postmaster-file.js';
import { cloneAsStandby } from './standby.js';

describe('cloneAsStandby', () => {
  let folder: string;
  let primary: PostgresCluster;
  let standby: PostgresCluster;
  let onPrimary: pg.Client;

  async function connect(cluster: PostgresCluster): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: cluster.url() });
    client.on('error', () => undefined); // servers are killed under it
    await client.connect();
    return client;
  }

  async function lsn(client: pg.Client): Promise<string> {
    return (await client.query<{ lsn: string }>('SELECT pg_current_wal_flush_lsn() AS lsn')).rows[0]?.lsn ?? '';
  }

  /** Asks until it is so; the round trip is the pause. */
  async function replayed(client: pg.Client, position: string): Promise<void> {
    for (;;) {
      const { rows } = await client.query<{ done: boolean }>('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS done', [
        position,
      ]);
      if (rows[0]?.done) return;
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'standby-'));
    await chmod(folder, 0o711);
    primary = new PostgresCluster({ dataDir: join(folder, 'primary') });
    await primary.initialise();
    await primary.start();
    onPrimary = await connect(primary);
    await onPrimary.query('CREATE TABLE written (id bigserial PRIMARY KEY, padding text)');
  });

  afterAll(async () => {
    await onPrimary.end().catch(() => undefined);
    const pids = [primary.pid, standby?.pid].filter((pid) => pid !== undefined);
    await Promise.all([standby?.destroy(), primary.destroy()]);
    await rm(folder, { recursive: true, force: true });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('copies a primary that is being written to without missing a row', async () => {
    let writing = true;
    const writer = (async () => {
      const client = await connect(primary);
      while (writing) {
        await client.query(`INSERT INTO written (padding) SELECT repeat('x', 500) FROM generate_series(1, 50)`);
        if (Math.random() < 0.05) await client.query('CHECKPOINT');
      }
      await client.end();
    })();
    standby = await cloneAsStandby(primary, {
      dataDir: join(folder, 'standby'),
      slot: 'one',
      applicationName: 'one',
      // Its default, 5 s, is also how long a promotion may take to be noticed when the primary has just vanished.
      settings: { wal_retrieve_retry_interval: '100ms' },
    });
    await standby.start();
    writing = false;
    await writer;
    const onStandby = await connect(standby);
    await replayed(onStandby, await lsn(onPrimary));
    const count = 'SELECT count(*), max(id), pg_is_in_recovery() AS standby FROM written';
    const there = (await onStandby.query(count)).rows[0];
    expect(there).toMatchObject({ ...(await onPrimary.query(count)).rows[0], standby: true });
    expect(Number(there.count)).toBeGreaterThan(0);
    // It has all of it a moment before its sender calls that streaming.
    const streaming = 'SELECT application_name FROM pg_stat_replication WHERE state = $1';
    let senders: unknown[] = [];
    while (senders.length === 0) senders = (await onPrimary.query(streaming, ['streaming'])).rows;
    expect(senders).toEqual([{ application_name: 'one' }]);
    const slots = await onPrimary.query('SELECT slot_name, active FROM pg_replication_slots');
    expect(slots.rows).toEqual([{ slot_name: 'one', active: true }]);
    await onStandby.end();
  });

  it('refuses to overwrite a cluster', async () => {
    const again = cloneAsStandby(primary, { dataDir: join(folder, 'standby'), slot: 'two', applicationName: 'two' });
    await expect(again).rejects.toMatchObject({ code: 'cluster_directory_not_empty' });
  });

  it('can be promoted when the primary is gone, with everything it had replayed', async () => {
    await onPrimary.query(`INSERT INTO written (id) VALUES (1000000000)`);
    const onStandby = await connect(standby);
    await replayed(onStandby, await lsn(onPrimary));
    primary.kill('SIGKILL');
    await primary.waitForExit();
    await onStandby.query('SELECT pg_promote(true)');
    expect((await onStandby.query('SELECT max(id) FROM written')).rows).toEqual([{ max: '1000000000' }]);
    await onStandby.query('INSERT INTO written (id) VALUES (1000000001)');
    await onStandby.end();
  });

  it('clones the promoted standby again, on its new timeline', async () => {
    const third = await cloneAsStandby(standby, {
      dataDir: join(folder, 'third'),
      slot: 'three',
      applicationName: 'three',
    });
    try {
      await third.start();
      const client = await connect(third);
      const { rows } = await client.query('SELECT max(id), pg_is_in_recovery() AS standby FROM written');
      expect(rows).toEqual([{ max: '1000000001', standby: true }]);
      await client.end();
    } finally {
      await third.destroy();
    }
  });
});
