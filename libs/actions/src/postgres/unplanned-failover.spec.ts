import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CANARY_KEY, testActions, timed } from '../testing/context.js';
import { type PostgresCluster, PostgresPair, until } from '../testing/postgres-pair.js';
import { prepareCanary, writeCanary } from './canary.js';

describe('an unplanned failover from a dead primary', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let standby: PostgresCluster;

  beforeAll(async () => {
    pair = await PostgresPair.start();
    standby = await pair.addStandby();
  });

  afterAll(async () => {
    actions.catalog.close();
    await pair.destroy();
  });

  it('measures exactly what the standby never got', async () => {
    const source = { url: pair.primary.url() };
    const target = { url: standby.url(), plan_id: 'plan_1', component_id: 'comp_db' };
    const onPrimary = await pair.connect(pair.primary);
    const onStandby = await pair.connect(standby);
    await prepareCanary(onPrimary);
    // The monitor may write under the very epoch of the execution: what counts is where, not under which epoch.
    const canary = { planId: 'plan_1', componentId: 'comp_db', key: CANARY_KEY, epoch: 5 };
    const arrived = await writeCanary(onPrimary, canary);
    await until(async () => {
      const { rows } = await onStandby.query('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there', [arrived.lsn]);
      return rows[0].there as boolean;
    });
    // The line is cut; the primary goes on.
    await onStandby.query(`ALTER SYSTEM SET primary_conninfo = ''`);
    await onStandby.query('SELECT pg_reload_conf()');
    await until(async () => (await onStandby.query('SELECT FROM pg_stat_wal_receiver')).rows.length === 0);
    await until(async () => (await onPrimary.query('SELECT FROM pg_stat_replication')).rows.length === 0);
    actions.acknowledged = await writeCanary(onPrimary, canary);
    await expect(actions.run('postgres.check', { ...source, role: 'primary' })).rejects.toMatchObject({
      code: 'effect_missing',
    });
    pair.primary.kill('SIGKILL');
    await pair.primary.waitForExit();

    const fence = await actions.run('postgres.fence', { ...source, required: false });
    expect(fence).toMatchObject({ fenced: false, lsn: null });
    const waited = await timed(actions.run('postgres.wait_replay', { url: target.url, lsn: fence.lsn ?? null }));
    expect(waited).toMatchObject({ error: null, value: { lag_bytes: 0 } });
    const promoted = await timed(actions.run('postgres.promote', { url: target.url }));
    expect(promoted.error).toBeNull();
    process.stderr.write(
      `measured: unplanned, settling ${waited.ms.toFixed(1)} ms, promote ${promoted.ms.toFixed(1)} ms\n`,
    );
    await actions.run('postgres.verify_writable', target);

    const loss = await actions.run('postgres.measure_loss', { ...target, fence_lsn: null });
    expect(loss).toMatchObject({
      proof: 'canary',
      rpo_ms: actions.acknowledged.writtenAt.getTime() - arrived.writtenAt.getTime(),
      newest_canary_at: arrived.writtenAt.toISOString(),
    });
    expect(loss.lsn_distance_bytes).toBeGreaterThan(0);
  });
});
