import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { PROMPT_MS, abortedAfter, testActions, timed } from '../testing/context.js';
import { type PostgresCluster, PostgresPair, until } from '../testing/postgres-pair.js';

describe('postgres.wait_replay', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let standby: PostgresCluster;
  let onPrimary: pg.Client;
  let onStandby: pg.Client;

  beforeAll(async () => {
    pair = await PostgresPair.start();
    standby = await pair.addStandby();
    onPrimary = await pair.connect(pair.primary);
    onStandby = await pair.connect(standby);
    await onPrimary.query('CREATE TABLE rows (id int)');
  });

  afterEach(() => pair.thaw());

  afterAll(async () => {
    actions.catalog.close();
    await pair.destroy();
  });

  async function write(): Promise<string> {
    await onPrimary.query('INSERT INTO rows VALUES (1)');
    const { rows } = await onPrimary.query('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    return rows[0].lsn as string;
  }

  it('returns as soon as the position is replayed, and is then found done', async () => {
    const lsn = await write();
    expect(await actions.run('postgres.wait_replay', { url: standby.url(), lsn })).toMatchObject({ lag_bytes: 0 });
    const probed = await actions.probe('postgres.wait_replay', { url: standby.url(), lsn });
    expect(probed).toMatchObject({ answer: 'done', output: { lag_bytes: 0 } });
  });

  it('never takes a paused replay for an arrived one', async () => {
    await onStandby.query('SELECT pg_wal_replay_pause()');
    await until(async () => {
      const { rows } = await onStandby.query(`SELECT pg_get_wal_replay_pause_state() AS state`);
      return rows[0].state === 'paused';
    });
    const lsn = await write();
    const inputs = { url: standby.url(), lsn };
    await expect(actions.run('postgres.wait_replay', inputs)).rejects.toMatchObject({ code: 'replay_incomplete' });
    expect(await actions.probe('postgres.wait_replay', inputs)).toEqual({ answer: 'not_done' });
    await onStandby.query('SELECT pg_wal_replay_resume()');
    expect(await actions.run('postgres.wait_replay', inputs)).toMatchObject({ lag_bytes: 0 });
  });

  it('fails with what is missing when the source goes away before the position is reached', async () => {
    const beyond = 'FFFF/0';
    const signal = AbortSignal.timeout(2_000);
    const failed = await timed(actions.run('postgres.wait_replay', { url: standby.url(), lsn: beyond }, { signal }));
    expect(failed.error).toMatchObject({ code: 'replay_incomplete', details: { wanted_lsn: beyond } });
    expect(failed.ms).toBeLessThan(15_000);
  });

  it('refuses a primary, which replays nothing', async () => {
    for (const lsn of ['0/1', null]) {
      await expect(actions.run('postgres.wait_replay', { url: pair.primary.url(), lsn })).rejects.toMatchObject({
        code: 'wrong_role',
      });
    }
  });

  it('returns at once when aborted when the standby is frozen', async () => {
    await actions.probe('postgres.wait_replay', { url: standby.url(), lsn: '0/1' });
    pair.freeze(standby);
    const stopped = await abortedAfter((signal) =>
      actions.run('postgres.wait_replay', { url: standby.url(), lsn: null }, { signal }),
    );
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(stopped.ms).toBeLessThan(PROMPT_MS);
  });

  it('without a position waits until everything that was received is replayed', async () => {
    await onPrimary.query('INSERT INTO rows SELECT generate_series(1, 20000)');
    await untilReceived(onPrimary);
    pair.primary.kill('SIGKILL');
    await pair.primary.waitForExit();
    const settled = await timed(actions.run('postgres.wait_replay', { url: standby.url(), lsn: null }));
    expect(settled.error).toBeNull();
    const { rows } = await onStandby.query(
      'SELECT pg_last_wal_replay_lsn()::text AS replayed, count(*)::int AS n FROM rows',
    );
    expect(settled.value).toMatchObject({ replayed_lsn: rows[0].replayed });
    expect(rows[0].n).toBeGreaterThan(20_000);
  });
});

/** What was never sent can not be replayed: a commit alone says nothing of the standby. */
async function untilReceived(primary: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await primary.query<{ received: boolean | null }>(
      'SELECT bool_and(write_lsn >= pg_current_wal_lsn()) AS received FROM pg_stat_replication',
    );
    if (rows[0]?.received) return;
  }
}
