import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#domain/json.js';
import { PROMPT_MS, abortedAfter, testActions, timed } from '../testing/context.js';
import { type PostgresCluster, PostgresPair, until } from '../testing/postgres-pair.js';

describe('postgres.check', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let standby: PostgresCluster;

  beforeAll(async () => {
    pair = await PostgresPair.start();
    standby = await pair.addStandby();
  });

  afterEach(() => pair.thaw());

  afterAll(async () => {
    actions.catalog.close();
    await pair.destroy();
  });

  it('tells who is what, and how far behind', async () => {
    const primary = await actions.run('postgres.check', { url: pair.primary.url(), role: 'primary' });
    expect(primary).toMatchObject({ role: 'primary', standbys: 1, read_only: false });
    expect(primary.lag_bytes).toBeGreaterThanOrEqual(0);
    const secondary = await actions.run('postgres.check', { url: standby.url(), role: 'standby', max_lag_bytes: 1e9 });
    expect(secondary).toMatchObject({ role: 'standby', server_version: primary.server_version });
  });

  it('refuses the wrong role; so does a fence, which must never close a standby', async () => {
    const wrong = { code: 'wrong_role' };
    await expect(actions.run('postgres.check', { url: standby.url(), role: 'primary' })).rejects.toMatchObject(wrong);
    const other = actions.run('postgres.check', { url: pair.primary.url(), role: 'standby' });
    await expect(other).rejects.toMatchObject(wrong);
    for (const required of [true, false]) {
      await expect(actions.run('postgres.fence', { url: standby.url(), required })).rejects.toMatchObject(wrong);
    }
    const onStandby = await pair.connect(standby);
    expect((await onStandby.query('SHOW default_transaction_read_only')).rows).toEqual([
      { default_transaction_read_only: 'off' },
    ]);
  });

  it('fails when a standby is too far behind, on either side', async () => {
    const onPrimary = await pair.connect(pair.primary);
    const onStandby = await pair.connect(standby);
    await onStandby.query('SELECT pg_wal_replay_pause()');
    await onPrimary.query('CREATE TABLE behind AS SELECT generate_series(1, 10000) AS id');
    const behind = { code: 'effect_missing', details: { max_lag_bytes: 1000 } };
    for (const [url, role] of [
      [pair.primary.url(), 'primary'],
      [standby.url(), 'standby'],
    ]) {
      await until(async () => {
        const { lag_bytes: lag } = await actions.run('postgres.check', { url: url!, role: role! });
        return (lag as number) > 1000;
      });
      const failed = timed(actions.run('postgres.check', { url: url!, role: role!, max_lag_bytes: 1000 }));
      expect((await failed).error).toMatchObject(behind);
    }
    await onStandby.query('SELECT pg_wal_replay_resume()');
  });

  it.each(['postgres.check', 'postgres.verify_writable', 'postgres.measure_loss', 'postgres.wait_replay'])(
    'and %s are stopped at once before a frozen server',
    async (name) => {
      const url = standby.url();
      const inputs: Record<string, JsonObject> = {
        'postgres.check': { url, role: 'standby' },
        'postgres.verify_writable': { url, plan_id: 'plan_1', component_id: 'comp_db' },
        'postgres.measure_loss': { url, plan_id: 'plan_1', component_id: 'comp_db', fence_lsn: null },
        'postgres.wait_replay': { url, lsn: '0/1' },
      };
      pair.freeze(standby);
      const stopped = await abortedAfter((signal) => actions.run(name, inputs[name]!, { signal }));
      expect(stopped.error).toMatchObject({ code: 'action_aborted' });
      expect(stopped.ms).toBeLessThan(PROMPT_MS);
    },
  );

  it('of a server that is gone says so', async () => {
    const gone = actions.run('postgres.check', { url: 'postgres://127.0.0.1:1/x', role: 'primary' });
    await expect(gone).rejects.toMatchObject({ code: 'peer_unreachable' });
  });
});
