import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { PROMPT_MS, abortedAfter, testActions, timed } from '../testing/context.js';
import { type PostgresCluster, PostgresPair, until } from '../testing/postgres-pair.js';
import { PROMOTE_SOON } from './promote.js';
import { PostgresSession } from './session.js';

describe('postgres.promote', () => {
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

  it('gives up on a frozen standby, which must not promote itself when it wakes up', async () => {
    expect(await actions.probe('postgres.promote', { url: standby.url() })).toEqual({ answer: 'not_done' });
    pair.freeze(standby);
    const stopped = await abortedAfter((signal) => actions.run('postgres.promote', { url: standby.url() }, { signal }));
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(stopped.ms).toBeLessThan(PROMPT_MS);
    pair.thaw();
    expect(await actions.probe('postgres.promote', { url: standby.url() })).toEqual({ answer: 'not_done' });
  });

  it('orders with a time limit, so that an order read too late does nothing', async () => {
    // The order of promote.ts as it lies before a server that was frozen for an hour.
    const session = await PostgresSession.open(standby.url(), AbortSignal.timeout(5_000));
    await session.query(PROMOTE_SOON, [new Date(Date.now() - 3_600_000).toISOString(), 2_000]);
    session.end();
    expect(await actions.probe('postgres.promote', { url: standby.url() })).toEqual({ answer: 'not_done' });
  });

  it('does not know about a server that it can not reach', async () => {
    const dead = 'postgres://postgres:very-secret@127.0.0.1:1/postgres';
    const probed = await actions.probe('postgres.promote', { url: dead });
    expect(probed).toMatchObject({ answer: 'unknown' });
    const failed = await timed(actions.run('postgres.promote', { url: dead }));
    expect(failed.error).toMatchObject({ code: 'peer_unreachable' });
    expect(JSON.stringify([probed, failed.error, String(failed.error)])).not.toContain('very-secret');
  });

  it('makes a writable primary, also of a server with a fence left on it', async () => {
    const fenced = await pair.connect(standby);
    await fenced.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await fenced.query('SELECT pg_reload_conf()');
    await until(async () => {
      const { rows } = await fenced.query('SHOW default_transaction_read_only');
      return rows[0].default_transaction_read_only === 'on';
    });
    const output = await actions.run('postgres.promote', { url: standby.url() });
    expect(output).toMatchObject({ timeline: 2, lsn: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/) as unknown });
    expect(await actions.probe('postgres.promote', { url: standby.url() })).toEqual({ answer: 'done', output });
    expect(
      await actions.run('postgres.verify_writable', { url: standby.url(), plan_id: 'plan_1', component_id: 'comp' }),
    ).toMatchObject({ writable: true });
  });

  it('waits for one that takes long, until it is stopped', async () => {
    const slow = await pair.addStandby();
    const observer = await pair.connect(slow);
    const startup = await processOf(observer, 'startup');
    const url = slow.url();
    pair.freezeProcess(startup);
    const stopped = await abortedAfter((signal) => actions.run('postgres.promote', { url }, { signal }));
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(stopped.ms).toBeLessThan(PROMPT_MS);
    expect(await actions.probe('postgres.promote', { url })).toEqual({ answer: 'not_done' });

    const promoting = actions.run('postgres.promote', { url });
    // Each message has the server look for half a second; the one that was stopped asked once.
    const asked = new Set<string>();
    await until(async () => {
      const { rows } = await observer.query<{ at: string }>(
        `SELECT query_start::text AS at FROM pg_stat_activity WHERE state = 'active' AND query ~ 'pg_sleep' AND pid <> pg_backend_pid()`,
      );
      for (const { at } of rows) asked.add(at);
      return asked.size >= 3;
    });
    pair.thaw();
    expect(await promoting).toMatchObject({ timeline: 2 });
  });

  it('does not open what a newer execution has fenced', async () => {
    const fence = { url: standby.url(), required: true };
    await actions.run('postgres.fence', fence, { epoch: 9 });
    const stale = actions.run('postgres.promote', { url: standby.url() }, { epoch: 8 });
    await expect(stale).rejects.toMatchObject({ code: 'stale_epoch' });
    expect(await actions.probe('postgres.fence', fence, { epoch: 9 })).toMatchObject({ answer: 'done' });
    expect(await actions.run('postgres.promote', { url: standby.url() }, { epoch: 9 })).toMatchObject({ timeline: 2 });
  });

  it('of a server that is fenced after its promotion is not done, and mends it', async () => {
    const newest = { epoch: 10 };
    await actions.run('postgres.fence', { url: standby.url(), required: true }, newest);
    expect(await actions.probe('postgres.promote', { url: standby.url() })).toEqual({ answer: 'not_done' });
    expect(await actions.run('postgres.promote', { url: standby.url() }, newest)).toMatchObject({ timeline: 2 });
  });
});

async function processOf(observer: pg.Client, type: string): Promise<number> {
  const { rows } = await observer.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE backend_type = $1', [
    type,
  ]);
  return rows[0]!.pid;
}
