import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PROMPT_MS, abortedAfter, testActions, timed } from '../testing/context.js';
import { PostgresPair, until } from '../testing/postgres-pair.js';

describe('postgres.fence', () => {
  const actions = testActions();
  let pair: PostgresPair;
  let fence: { url: string; required: boolean };
  const DEAD = 'postgres://postgres:very-secret@127.0.0.1:1/postgres';

  beforeAll(async () => {
    pair = await PostgresPair.start();
    fence = { url: pair.primary.url(), required: true };
  });

  afterEach(async () => {
    pair.thaw();
    await actions.undo('postgres.fence', fence, { epoch: 1000 });
  });

  afterAll(async () => {
    actions.catalog.close();
    await pair.destroy();
  });

  it('ends open transactions and idle sessions, and makes new sessions read-only', async () => {
    const writer = await pair.connect(pair.primary);
    await writer.query('CREATE TABLE IF NOT EXISTS held (id int)');
    await writer.query('BEGIN');
    await writer.query('INSERT INTO held VALUES (1)');
    const stubborn = await pair.connect(pair.primary);
    await stubborn.query('SET default_transaction_read_only = off');

    expect(await actions.probe('postgres.fence', fence)).toEqual({ answer: 'not_done' });
    expect(await actions.run('postgres.fence', fence)).toMatchObject({ fenced: true, terminated: 2 });

    await expect(writer.query('COMMIT')).rejects.toThrow();
    await expect(stubborn.query('INSERT INTO held VALUES (2)')).rejects.toThrow();
    const late = await pair.connect(pair.primary);
    await expect(late.query('INSERT INTO held VALUES (3)')).rejects.toMatchObject({ code: '25006' });
    expect((await late.query('SELECT FROM held')).rows).toEqual([]);
  });

  it('found done after a crash, or half done, ends the same', async () => {
    const owner = await pair.connect(pair.primary);
    await owner.query('CREATE TABLE IF NOT EXISTS held (id int)');
    await owner.query('BEGIN');
    await owner.query('INSERT INTO held VALUES (1)');
    // The worker died between the setting and the termination.
    const other = await pair.connect(pair.primary);
    await other.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await other.query('SELECT pg_reload_conf()');
    await until(async () => {
      const { rows } = await other.query('SHOW default_transaction_read_only');
      return rows[0].default_transaction_read_only === 'on';
    });

    expect(await actions.probe('postgres.fence', fence)).toEqual({ answer: 'not_done' });
    const first = await actions.run('postgres.fence', fence);
    expect(first.fenced).toBe(true);
    expect(await actions.probe('postgres.fence', fence)).toMatchObject({ answer: 'done', output: { fenced: true } });
    expect(await actions.run('postgres.fence', fence)).toMatchObject({ fenced: true, terminated: 0 });
  });

  it('is taken down again, also when it was never up', async () => {
    await actions.run('postgres.fence', fence);
    expect(await actions.undo('postgres.fence', fence)).toEqual({ fenced: false });
    expect(await actions.undo('postgres.fence', fence)).toEqual({ fenced: false });
    const client = await pair.connect(pair.primary);
    await client.query('CREATE TEMPORARY TABLE t (id int)');
    await client.query('INSERT INTO t VALUES (1)');
  });

  it('is not taken down by a stale holder, whatever it still believes', async () => {
    const newer = { epoch: 7 };
    await actions.run('postgres.fence', fence, newer);
    await expect(actions.undo('postgres.fence', fence, { epoch: 6 })).rejects.toMatchObject({ code: 'stale_epoch' });
    await expect(actions.run('postgres.fence', fence, { epoch: 6 })).rejects.toMatchObject({ code: 'stale_epoch' });
    // Another plan's numbers are its own.
    expect(await actions.run('postgres.fence', fence, { epoch: 1, planId: "it's" })).toMatchObject({ fenced: true });
  });

  it('puts what was acknowledged without a flush before its position', async () => {
    const hasty = await pair.connect(pair.primary);
    await hasty.query('CREATE TABLE hasty (id int)');
    await hasty.query('SET synchronous_commit = off');
    await hasty.query('INSERT INTO hasty SELECT generate_series(1, 1000)');
    const { rows } = await hasty.query('SELECT pg_current_wal_insert_lsn()::text AS lsn');
    const { lsn } = await actions.run('postgres.fence', fence);
    const judge = await pair.connect(pair.primary);
    const compared = await judge.query('SELECT $1::pg_lsn >= $2::pg_lsn AS behind', [lsn, rows[0].lsn]);
    expect(compared.rows).toEqual([{ behind: true }]);
  });

  it('does not pretend where a role is exempt', async () => {
    const owner = await pair.connect(pair.primary);
    await owner.query('CREATE ROLE exempt LOGIN');
    await owner.query('ALTER ROLE exempt SET default_transaction_read_only = off');
    await expect(actions.run('postgres.fence', fence)).rejects.toMatchObject({ code: 'fence_unconfirmed' });
    expect(await actions.run('postgres.fence', { ...fence, required: false })).toMatchObject({
      fenced: false,
      lsn: null,
      why: expect.stringContaining('role exempt') as unknown,
    });
    await owner.query('DROP ROLE exempt');
  });

  it('ends nobody before new transactions are read-only, nor where something keeps them from it', async () => {
    const client = await pair.connect(pair.primary);
    const outranked = `${fence.url}?options=${encodeURIComponent('-c default_transaction_read_only=off')}`;
    await expect(actions.run('postgres.fence', { ...fence, url: outranked })).rejects.toMatchObject({
      code: 'fence_unconfirmed',
      message: expect.stringContaining('outranks') as unknown,
    });
    expect((await client.query('SELECT 1 AS here')).rows).toEqual([{ here: 1 }]);
  });

  it('fails on a dead server when it is required, and says so when it is not', async () => {
    const failed = await timed(actions.run('postgres.fence', { url: DEAD, required: true }));
    expect(failed.error).toMatchObject({ code: 'fence_unconfirmed' });
    const output = await actions.run('postgres.fence', { url: DEAD, required: false });
    expect(output).toMatchObject({ fenced: false, lsn: null, why: expect.stringContaining('refused') as unknown });
    expect(await actions.probe('postgres.fence', { url: DEAD, required: true })).toMatchObject({ answer: 'unknown' });
    expect(JSON.stringify([failed.error, String(failed.error), output])).not.toContain('very-secret');
  });

  it('gives up on a frozen server by itself, and at once when told to', async () => {
    await actions.probe('postgres.fence', fence); // a warm session, as after a precheck
    pair.freeze(pair.primary);
    const stopped = await abortedAfter((signal) => actions.run('postgres.fence', fence, { signal }));
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(stopped.ms).toBeLessThan(PROMPT_MS);

    const unheard = await timed(actions.run('postgres.fence', { ...fence, required: false }));
    expect(unheard).toMatchObject({ error: null, value: { fenced: false, lsn: null } });
    expect(unheard.ms).toBeLessThan(15_000);
  });
});
