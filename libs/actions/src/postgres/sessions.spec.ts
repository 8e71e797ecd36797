import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { timed } from '../testing/context.js';
import { PostgresPair, until } from '../testing/postgres-pair.js';
import { PostgresSessions } from './sessions.js';
import type { PostgresSession } from './session.js';

describe('PostgresSessions', () => {
  const secrets = { resolve: (reference: string) => Promise.resolve(reference) };
  const signal = new AbortController().signal;
  let pair: PostgresPair;
  let judge: pg.Client;
  let sessions: PostgresSessions;

  beforeAll(async () => {
    pair = await PostgresPair.start();
    judge = await pair.connect(pair.primary);
    sessions = new PostgresSessions(secrets);
  });

  afterEach(() => pair.thaw());

  afterAll(async () => {
    sessions.close();
    const ours = `SELECT FROM pg_stat_activity WHERE application_name = 'disaster-recovery-service'`;
    await until(async () => (await judge.query(ours)).rows.length === 0);
    await pair.destroy();
  });

  const pidOf = async (session: PostgresSession) =>
    (await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;

  it('keep a session warm from one step to the next', async () => {
    const first = await sessions.use(pair.primary.url(), signal, pidOf);
    expect(await sessions.use(pair.primary.url(), signal, pidOf)).toBe(first);
    expect(await sessions.useFresh(pair.primary.url(), signal, pidOf)).not.toBe(first);
  });

  it('open a new one in place of one that was terminated meanwhile', async () => {
    const first = await sessions.use(pair.primary.url(), signal, pidOf);
    await judge.query('SELECT pg_terminate_backend($1, 5000)', [first]);
    expect(await sessions.use(pair.primary.url(), signal, pidOf)).not.toBe(first);
  });

  describe('opened ahead', () => {
    /** Sessions of ours on which nothing was ever asked. */
    const unused = async () => {
      const { rows } = await judge.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'disaster-recovery-service' AND query = ''`,
      );
      return rows.map(({ pid }) => pid);
    };
    const untilThere = async () => {
      let pids: number[] = [];
      await until(async () => (pids = await unused()).length > 0);
      return pids;
    };

    it('are what nobody had before, for one taker alone', async () => {
      sessions.openAhead(pair.primary.url());
      const ahead = await untilThere();
      const taken = await sessions.useAhead(pair.primary.url(), signal, pidOf);
      expect(ahead).toEqual([taken]);
      expect(await sessions.useAhead(pair.primary.url(), signal, pidOf)).not.toBe(taken);
      expect(await sessions.use(pair.primary.url(), signal, pidOf)).not.toBe(taken);
    });

    it('are replaced by newer ones, which see what has happened since', async () => {
      sessions.openAhead(pair.primary.url());
      const older = await untilThere();
      sessions.openAhead(pair.primary.url());
      expect(await sessions.useAhead(pair.primary.url(), signal, pidOf)).not.toBe(older[0]);
      await until(async () => (await unused()).length === 0);
    });

    it('give way to a new one when they were terminated, or could not be opened', async () => {
      sessions.openAhead(pair.primary.url());
      const [gone] = await untilThere();
      await judge.query('SELECT pg_terminate_backend($1, 5000)', [gone]);
      expect(await sessions.useAhead(pair.primary.url(), signal, pidOf)).not.toBe(gone);

      const dead = 'postgres://postgres:hunter2@127.0.0.1:1/postgres';
      sessions.openAhead(dead);
      await expect(sessions.useAhead(dead, signal, pidOf)).rejects.toMatchObject({ code: 'peer_unreachable' });
    });

    it('are closed when nobody wants them, or when all is closed', async () => {
      const brief = new PostgresSessions(secrets, undefined, 1);
      brief.openAhead(pair.primary.url());
      const closed = new PostgresSessions(secrets, undefined, 600_000);
      closed.openAhead(pair.primary.url());
      await untilThere();
      closed.close();
      await until(async () => (await unused()).length === 0);
    });
  });

  it('do not hand on a session that failed', async () => {
    const failing = await timed(
      sessions.use(pair.primary.url(), signal, async (session) => {
        await session.query('SELECT 1');
        return session.query('BEGIN; SELECT nonsense');
      }),
    );
    expect(failing.error).toMatchObject({ code: 'postgres_error', details: { sqlstate: '42703' } });
    await sessions.use(pair.primary.url(), signal, (session) => session.query('SELECT 1'));
  });

  it('call a server that does not answer unreachable, in bounded time', async () => {
    pair.freeze(pair.primary);
    const silent = await timed(
      sessions.useFresh(pair.primary.url(), signal, (session) => session.query('SELECT 1'), 100),
    );
    expect(silent.error).toMatchObject({ code: 'peer_unreachable' });
    expect(silent.ms).toBeLessThan(30_000);
  });

  it.each([
    ['a wrong password', (url: string) => url.replace(/:[^:@/]+@/, ':hunter2@'), 'postgres_error'],
    ['no URL at all', () => 'nonsense hunter2', 'invalid_postgres_url'],
    ['another protocol', () => 'http://x:hunter2@127.0.0.1/', 'invalid_postgres_url'],
    ['an unknown host', () => 'postgres://x:hunter2@name.invalid/x', 'peer_unreachable'],
  ])('never let out a password: %s', async (_, urlOf, code) => {
    const failed = await timed(sessions.use(urlOf(pair.primary.url()), signal, pidOf));
    expect(failed.error).toMatchObject({ code });
    const error = failed.error as Error;
    expect([JSON.stringify(error), error.message, error.stack, String(error.cause)].join()).not.toContain('hunter2');
  });

  it('close what nobody has used for a while', async () => {
    const brief = new PostgresSessions(secrets, 1);
    const pid = await brief.use(pair.primary.url(), signal, pidOf);
    await until(
      async () => (await judge.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rows.length === 0,
    );
  });
});
