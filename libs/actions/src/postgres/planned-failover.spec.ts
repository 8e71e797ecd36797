import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { CANARY_KEY, testActions, timed } from '../testing/context.js';
import { type PostgresCluster, PostgresPair, until } from '../testing/postgres-pair.js';
import { prepareCanary, writeCanary } from './canary.js';

describe('a planned failover of a pair under load', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let standby: PostgresCluster;
  const writers: ReturnType<typeof startWriter>[] = [];

  beforeAll(async () => {
    pair = await PostgresPair.start();
    standby = await pair.addStandby();
  });

  afterAll(async () => {
    actions.catalog.close();
    for (const writer of writers) writer.state.stopped = true;
    await Promise.all(writers.map((writer) => writer.ended));
    await pair.destroy();
  });

  /** Inserts as fast as it can, reconnecting as applications do, until it is told to end. */
  function startWriter(name: string) {
    const acknowledged: number[] = [];
    const state = { stopped: false, refused: 0 };
    const ended = (async () => {
      let client: pg.Client | undefined;
      for (let id = 1; !state.stopped;) {
        try {
          client ??= await pair.connect(pair.primary);
          await client.query('INSERT INTO written (writer, id) VALUES ($1, $2)', [name, id]);
          acknowledged.push(id++);
        } catch {
          state.refused++;
          // The row may be there although it was not acknowledged; it must not be written a second time.
          id++;
          await client?.end().catch(() => undefined);
          client = undefined;
        }
      }
    })();
    return { acknowledged, state, ended };
  }

  it('loses nothing that was acknowledged, and takes no write after the fence', async () => {
    const source = { url: pair.primary.url() };
    const target = { url: standby.url() };
    const owner = await pair.connect(pair.primary);
    await owner.query('CREATE TABLE written (writer text, id bigint, PRIMARY KEY (writer, id))');
    await prepareCanary(owner);
    const canary = { planId: 'plan_1', componentId: 'comp_db', key: CANARY_KEY, epoch: 4 };
    actions.acknowledged = await writeCanary(owner, canary);

    expect(await actions.run('postgres.check', { ...source, role: 'primary' })).toMatchObject({ role: 'primary' });
    expect(await actions.run('postgres.check', { ...target, role: 'standby' })).toMatchObject({ role: 'standby' });

    writers.push(...['a', 'b', 'c'].map(startWriter));
    await until(() => Promise.resolve(writers.every((writer) => writer.acknowledged.length > 50)));

    const began = performance.now();
    const fence = await timed(actions.run('postgres.fence', { ...source, required: true }));
    expect(fence).toMatchObject({ error: null, value: { fenced: true } });
    const lsn = fence.value!.lsn as string;
    const acknowledgedAtFence = writers.map((writer) => writer.acknowledged.length);
    const waited = await timed(actions.run('postgres.wait_replay', { ...target, lsn }));
    expect(waited).toMatchObject({ error: null, value: { lag_bytes: 0 } });
    const promoted = await timed(actions.run('postgres.promote', target));
    expect(promoted).toMatchObject({ error: null, value: { timeline: 2 } });
    const total = performance.now() - began;
    const verified = await timed(
      actions.run('postgres.verify_writable', { ...target, plan_id: 'plan_1', component_id: 'comp_db' }),
    );
    expect(verified).toMatchObject({ error: null, value: { writable: true } });
    process.stderr.write(
      `measured: fence ${fence.ms.toFixed(1)} ms, wait_replay ${waited.ms.toFixed(1)} ms, promote ` +
        `${promoted.ms.toFixed(1)} ms, together ${total.toFixed(1)} ms, verify_writable ${verified.ms.toFixed(1)} ms\n`,
    );

    // The writers go on knocking at the fenced server; none gets in.
    await until(() => Promise.resolve(writers.every((writer) => writer.state.refused > 5)));
    for (const writer of writers) writer.state.stopped = true;
    await Promise.all(writers.map((writer) => writer.ended));
    expect(writers.map((writer) => writer.acknowledged.length)).toEqual(acknowledgedAtFence);

    const reader = await pair.connect(standby);
    const { rows } = await reader.query<{ writer: string; id: string }>('SELECT writer, id FROM written');
    const arrived = new Set(rows.map(({ writer, id }) => `${writer} ${id}`));
    const missing = writers.flatMap(({ acknowledged }, index) =>
      acknowledged.filter((id) => !arrived.has(`${'abc'[index]} ${id}`)),
    );
    expect(missing).toEqual([]);

    // After verify_writable has put a newer canary there: it must not count.
    const loss = { ...target, plan_id: 'plan_1', component_id: 'comp_db' };
    expect(await actions.run('postgres.measure_loss', { ...loss, fence_lsn: lsn })).toMatchObject({
      rpo_ms: 0,
      proof: 'lsn',
      lsn_distance_bytes: 0,
      newest_canary_at: actions.acknowledged.writtenAt.toISOString(),
    });
    expect(await actions.run('postgres.measure_loss', { ...loss, fence_lsn: null })).toMatchObject({
      rpo_ms: 0,
      proof: 'canary',
      newest_canary_at: actions.acknowledged.writtenAt.toISOString(),
    });
    const later = new Date(actions.acknowledged.writtenAt.getTime() + 1500);
    actions.acknowledged = { ...actions.acknowledged, writtenAt: later };
    expect(await actions.run('postgres.measure_loss', { ...loss, fence_lsn: null })).toMatchObject({ rpo_ms: 1500 });

    // Asked again, as after a crash, each of them has been done.
    expect(await actions.probe('postgres.fence', { ...source, required: true })).toMatchObject({ answer: 'done' });
    expect(await actions.probe('postgres.wait_replay', { ...target, lsn })).toMatchObject({ answer: 'done' });
    expect(await actions.probe('postgres.promote', target)).toMatchObject({ answer: 'done', output: { timeline: 2 } });
    expect(await actions.run('postgres.promote', target)).toMatchObject({ timeline: 2 });
    await expect(actions.run('postgres.check', { ...target, role: 'standby' })).rejects.toMatchObject({
      code: 'wrong_role',
    });
  });
});
