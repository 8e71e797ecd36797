import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { CANARY_KEY, testActions } from '../testing/context.js';
import { PostgresPair } from '../testing/postgres-pair.js';
import { prepareCanary, readNewestCanary, writeCanary } from './canary.js';

describe('canaries', () => {
  const actions = testActions();
  const canary = { planId: "plan'1", componentId: 'comp_db', epoch: 3, key: CANARY_KEY };
  let pair: PostgresPair;
  let client: pg.Client;

  beforeAll(async () => {
    pair = await PostgresPair.start();
    client = await pair.connect(pair.primary);
    await Promise.all([prepareCanary(client), prepareCanary(await pair.connect(pair.primary))]);
  });

  afterAll(async () => {
    actions.catalog.close();
    await pair.destroy();
  });

  it('are counted, signed, and read back', async () => {
    const first = await writeCanary(client, canary);
    const second = await writeCanary(client, canary);
    expect([first.seq, second.seq]).toEqual([1, 2]);
    expect(second.writtenAt.getTime()).toBeGreaterThanOrEqual(first.writtenAt.getTime());
    expect(await readNewestCanary(client, canary)).toMatchObject({
      seq: 2,
      epoch: 3,
      writtenAt: second.writtenAt,
    });
  });

  it('were on disk up to the position that is returned', async () => {
    const before = await client.query('SELECT pg_current_wal_insert_lsn()::text AS lsn');
    const { lsn } = await writeCanary(client, canary);
    const { rows } = await client.query('SELECT $1::pg_lsn > $2::pg_lsn AS later', [lsn, before.rows[0].lsn]);
    expect(rows).toEqual([{ later: true }]);
  });

  it('of a stale epoch never replace those of a newer one', async () => {
    const newest = await writeCanary(client, { ...canary, epoch: 9 });
    await expect(writeCanary(client, { ...canary, epoch: 8 })).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(await readNewestCanary(client, canary)).toMatchObject({ seq: newest.seq, epoch: 9 });
    // The session is as good as before.
    await client.query('SELECT 1');
  });

  it('prove that writes are taken, also where there is no table yet, or the warm session was terminated', async () => {
    const inputs = { url: pair.primary.url(), plan_id: 'plan_2', component_id: 'comp' };
    await client.query('ALTER TABLE dr_canary RENAME TO dr_canary_before');
    expect(await actions.run('postgres.verify_writable', inputs)).toMatchObject({ writable: true, seq: 1 });
    await client.query('DROP TABLE dr_canary; ALTER TABLE dr_canary_before RENAME TO dr_canary');
    await client.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'disaster-recovery-service'`,
    );
    expect(await actions.run('postgres.verify_writable', inputs)).toMatchObject({ writable: true, seq: 1 });
  });

  it.each([
    `UPDATE dr_canary SET written_at = written_at + interval '1 hour'`,
    'UPDATE dr_canary SET seq = seq + 1',
    'UPDATE dr_canary SET epoch = epoch + 1',
    `UPDATE dr_canary SET history = 'x'`,
    `UPDATE dr_canary SET component_id = 'comp_db', plan_id = 'plan''1' WHERE plan_id = 'another'`,
  ])('that were tampered with do not count: %s', async (tampering) => {
    await client.query('DELETE FROM dr_canary');
    await writeCanary(client, tampering.includes('another') ? { ...canary, planId: 'another' } : canary);
    await client.query(tampering);
    expect(await readNewestCanary(client, canary)).toBeNull();
  });

  it('signed with another key do not count', async () => {
    await client.query('DELETE FROM dr_canary');
    await writeCanary(client, { ...canary, key: Buffer.alloc(32, 8) });
    expect(await readNewestCanary(client, canary)).toBeNull();
  });

  it('of this very history do not count as from before the promotion', async () => {
    await writeCanary(client, canary);
    expect(await readNewestCanary(client, { ...canary, beforePromotion: true })).toBeNull();
  });

  it('are compared by number across a promotion, also where it gets another digit', async () => {
    await client.query('DELETE FROM dr_canary');
    for (let seq = 1; seq <= 9; seq++) await writeCanary(client, canary);
    const standby = await pair.addStandby();
    const promoted = await pair.connect(standby);
    await promoted.query('SELECT pg_promote()');
    expect(await writeCanary(promoted, canary)).toMatchObject({ seq: 10 });
    expect(await readNewestCanary(promoted, canary)).toMatchObject({ seq: 10 });
    expect(await readNewestCanary(promoted, { ...canary, beforePromotion: true })).toMatchObject({ seq: 9 });
  });

  it('can be written by an ordinary user, and leave the session usable when they fail', async () => {
    await client.query('CREATE ROLE ordinary');
    await client.query('GRANT SELECT, INSERT, UPDATE ON dr_canary TO ordinary');
    const ordinary = await pair.connect(pair.primary);
    await ordinary.query('SET ROLE ordinary');
    expect(await writeCanary(ordinary, canary)).toMatchObject({ seq: expect.any(Number) as unknown });
    await ordinary.query('SET default_transaction_read_only = on');
    await expect(writeCanary(ordinary, canary)).rejects.toMatchObject({ code: '25006' });
    expect((await ordinary.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('make no loss of a database that never had any', async () => {
    const url = pair.primary.url('template1');
    const inputs = { url, plan_id: 'plan_1', component_id: 'comp_db', fence_lsn: null };
    expect(await actions.run('postgres.measure_loss', inputs)).toMatchObject({ rpo_ms: null, proof: 'none' });
  });
});
