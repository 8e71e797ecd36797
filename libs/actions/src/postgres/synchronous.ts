import pg from 'pg';
import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import { serverUrl } from './inputs.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';

const schema = z.strictObject({
  url: serverUrl,
  /** application_name of the standby that every commit waits for; null: of none. */
  standby: z.string().min(1).max(63).nullable(),
});

/** Milliseconds between two looks. */
const POLL_MS = 20;

/**
 * Lets commits of a primary wait for a standby, or for none. A primary that waits for a standby that is gone hangs with
 * its next commit: so it is taken out before a standby is promoted, and put in only when its standby streams.
 */
export function postgresSynchronous(sessions: PostgresSessions): Action<z.output<typeof schema>> {
  const set = async (session: PostgresSession, names: string, signal: AbortSignal): Promise<void> => {
    if ((await waitsFor(session)) === names) return;
    throwIfStopped(signal, 'setting synchronous_standby_names');
    await session.query(`ALTER SYSTEM SET synchronous_standby_names = ${pg.escapeLiteral(names)}`);
    await session.query('SELECT pg_reload_conf()');
    while ((await waitsFor(session)) !== names) await pause(POLL_MS, signal);
  };
  return {
    name: 'postgres.synchronous',
    parse: inputParser('postgres.synchronous', schema),

    probe: ({ url, standby }, { signal }) =>
      sessions.use(url, signal, async (session) =>
        (await waitsFor(session)) === namesOf(standby)
          ? { answer: 'done', output: { synchronous_standby: standby } }
          : { answer: 'not_done' },
      ),

    apply: ({ url, standby }, { signal }) =>
      sessions.use(url, signal, async (session) => {
        if (standby !== null && !(await streams(session, standby))) {
          throw new EffectMissingError(`${session.server}: ${standby} does not stream, and commits would wait for it`);
        }
        await set(session, namesOf(standby), signal);
        return { synchronous_standby: standby };
      }),

    verify: ({ url, standby }, { signal }) =>
      sessions.use(url, signal, async (session) => {
        while (standby !== null && !(await isWaitedFor(session, standby))) await pause(POLL_MS, signal);
        return {};
      }),

    undo: ({ url }, { signal }) =>
      sessions.use(url, signal, async (session) => {
        await set(session, '', signal);
        return { synchronous_standby: null };
      }),
  };
}

function namesOf(standby: string | null): string {
  return standby === null ? '' : pg.escapeIdentifier(standby);
}

async function waitsFor(session: PostgresSession): Promise<string> {
  const { rows } = await session.query<{ names: string }>(
    `SELECT current_setting('synchronous_standby_names') AS names`,
  );
  return rows[0]!.names;
}

async function streams(session: PostgresSession, standby: string): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'`,
    [standby],
  );
  return rows.length > 0;
}

async function isWaitedFor(session: PostgresSession, standby: string): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT FROM pg_stat_replication WHERE application_name = $1 AND sync_state IN ('sync', 'quorum')`,
    [standby],
  );
  return rows.length > 0;
}
