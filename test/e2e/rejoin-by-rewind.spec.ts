import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contextFor, testActions, type TestActions } from '#actions/testing/context.js';
import type { JsonObject } from '#domain/json.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { withSession } from '../../lab/site/orders.js';
import { DebianPostgres, type DebianServer } from '../support/debian-postgres.js';
import { describeIf } from '../support/requirements.js';

const LONG = () => ({ signal: AbortSignal.timeout(120_000) });

describeIf('pg_rewind', 'rejoining with pg_rewind and pg_basebackup', (pgRewind) => {
  let debian: DebianPostgres;
  let actions: TestActions;
  let a: DebianServer;
  let b: DebianServer;

  beforeAll(async () => {
    debian = await DebianPostgres.prepare(pgRewind);
    actions = testActions([debian.program]);
    a = await debian.server('a');
    b = await debian.server('b');
    await debian.initialise(a);
    await sql(a, 'CREATE TABLE t (id int)', `SELECT pg_create_physical_replication_slot('b', true)`);
    const upstream = `host=127.0.0.1 port=${a.port} user=postgres dbname=postgres application_name=b`;
    await debian.order('copy', b, { SLOT: 'b', UPSTREAM: upstream });
    await debian.order('start', b);
  }, 180_000);
  afterAll(async () => {
    actions?.catalog.close();
    await debian?.remove();
  });

  async function sql(server: DebianServer, ...statements: readonly string[]): Promise<readonly object[]> {
    return withSession(server.url, async (session) => {
      let rows: readonly object[] = [];
      for (const statement of statements) ({ rows } = await session.query<object>(statement));
      return rows;
    });
  }
  const inputs = (server: DebianServer, upstream: DebianServer, slot: string): JsonObject => ({
    url: server.url,
    upstream: upstream.url,
    control: debian.control(server, upstream, slot),
  });

  it('refuses to touch a server that was not replaced, or that is to follow itself', async () => {
    const refused = { code: 'rejoin_refused' };
    // a serves, and b is its standby.
    await expect(actions.run('postgres.rejoin', inputs(a, b, 'a'), LONG())).rejects.toMatchObject(refused);
    await expect(actions.run('postgres.rejoin', inputs(a, a, 'a'), LONG())).rejects.toMatchObject(refused);
    expect(await sql(a, 'SELECT pg_is_in_recovery() AS standby')).toEqual([{ standby: false }]);
  });

  it('rewinds one that took writes of its own after it was replaced', async () => {
    await actions.run('postgres.promote', { url: b.url });
    await sql(a, 'INSERT INTO t VALUES (666)');
    await sql(b, 'INSERT INTO t VALUES (1)');
    await debian.order('stop', a, { MODE: 'immediate' });
    expect(await actions.probe('postgres.rejoin', inputs(a, b, 'a'))).toEqual({ answer: 'not_done' });

    const rejoin = actions.catalog.get('postgres.rejoin');
    const asked = { ...inputs(a, b, 'a'), left_slot: 'b' };
    expect(await rejoin.observe!(rejoin.parse(asked), contextFor('postgres.rejoin'))).toEqual({ slot_existed: false });
    const done = await actions.run('postgres.rejoin', asked, LONG());
    expect(done).toMatchObject({ rejoined: true, by: 'rewind', timeline: 2 });
    // The slot by which b followed a would keep WAL on a for ever.
    expect(await sql(a, 'SELECT slot_name FROM pg_replication_slots')).toEqual([]);
    expect(await rejoin.observe!(rejoin.parse(asked), contextFor('postgres.rejoin'))).toEqual({ slot_existed: true });
    expect(await sql(a, 'SELECT id FROM t')).toEqual([{ id: 1 }]);
    expect(await actions.probe('postgres.rejoin', inputs(a, b, 'a'))).toMatchObject({ answer: 'done' });
    // A slot that is in use is never dropped.
    expect(await actions.undo('postgres.rejoin', inputs(a, b, 'a'))).toEqual({ slot_dropped: false });
  }, 150_000);

  it('lets commits wait for the standby, and takes that back', async () => {
    const missing = actions.run('postgres.synchronous', { url: b.url, standby: 'nobody' });
    await expect(missing).rejects.toMatchObject({ code: 'effect_missing' });
    await actions.run('postgres.synchronous', { url: b.url, standby: 'a' });
    const sync = 'SELECT sync_state FROM pg_stat_replication';
    expect(await sql(b, sync)).toEqual([{ sync_state: 'sync' }]);
    expect(await actions.probe('postgres.synchronous', { url: b.url, standby: 'a' })).toMatchObject({ answer: 'done' });
    await actions.run('postgres.synchronous', { url: b.url, standby: null });
    // The process that serves a hears of it in its own time, and is only a potential one until then.
    await waitUntil(async () => (await sql(b, `${sync} WHERE sync_state = 'async'`)).length === 1, {
      what: 'no commit waits any more',
    });
  });

  it('copies all anew where nothing can be rewound', async () => {
    await actions.run('postgres.fence', { url: b.url, required: true });
    await expect(actions.run('postgres.rejoin', inputs(a, b, 'a'), LONG())).rejects.toMatchObject({
      code: 'rejoin_refused',
      message: expect.stringContaining('fenced') as unknown,
    });
    await actions.run('postgres.promote', { url: a.url });
    const all = inputs(b, a, 'b');
    const control = all['control'] as JsonObject;
    const rewind = { action: 'command', with: { program: debian.program, arguments: ['rewind', '/nowhere'] } };
    const done = await actions.run('postgres.rejoin', { ...all, control: { ...control, rewind } }, LONG());
    expect(done).toMatchObject({
      rejoined: true,
      by: 'base_copy',
      timeline: 3,
      rewind_failed: expect.any(String) as unknown,
    });
    expect(await sql(b, 'SELECT id FROM t')).toEqual([{ id: 1 }]);
  }, 150_000);
});
