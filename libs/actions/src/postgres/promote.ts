import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { throwIfStopped } from '../stoppable.js';
import { isUnreachable } from './errors.js';
import { FENCED_BY, refuseStale } from './fence-state.js';
import { serverUrl } from './inputs.js';
import { QUERY_TIMEOUT_MS, type PostgresSession, type SqlResult } from './session.js';
import type { PostgresSessions } from './sessions.js';
import { setReadOnlyByDefault } from './setting.js';

const schema = z.strictObject({ url: serverUrl });

/**
 * Milliseconds between two looks of the server at itself, and for how long one message has it look; a promotion takes
 * some 30. The server looks, because each look of ours is a round trip, and work for processors that promote.
 */
const POLL_MS = 2;
const WATCH_MS = 500;

/**
 * $1: the server's own time of a moment ago, $2: milliseconds for which the order is good.
 * A statement that lies unread before a frozen server is still carried out when it wakes up, perhaps hours later, when
 * another has long taken over: then it must do nothing.
 */
export const PROMOTE_SOON = `
  SELECT pg_promote(wait => false) WHERE clock_timestamp() < $1::timestamptz + $2 * interval '1 millisecond'`;

/** Turns a standby into a primary on a timeline of its own. There is no way back but to rebuild it as a standby. */
export function postgresPromote(sessions: PostgresSessions): Action<z.output<typeof schema>> {
  return {
    name: 'postgres.promote',
    parse: inputParser('postgres.promote', schema),

    async probe({ url }, { signal }) {
      try {
        return await sessions.use(url, signal, async (session) => {
          const seen = await look(session);
          return !seen.inRecovery && !seen.readOnly
            ? { answer: 'done', output: outputOf(seen) }
            : { answer: 'not_done' };
        });
      } catch (error) {
        if (isUnreachable(error)) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    async apply({ url }, context) {
      const output = await sessions.use(url, context.signal, (session) => promote(session, context));
      // Whoever proves next that it takes writes wants to see it as a new client does.
      sessions.openAhead(url);
      return output;
    },

    // The last look of `apply` was the proof already, that of `probe` likewise.
    verify: () => Promise.resolve({}),
  };
}

async function promote(session: PostgresSession, context: ActionContext): Promise<JsonObject> {
  const { signal } = context;
  let seen = await look(session);
  // Somebody newer has fenced this very server: to open it again would be a second primary.
  refuseStale(session.server, seen, context);
  // A primary that comes back after it was fenced brings the setting with it; a standby never gets it by replication.
  if (seen.readOnly) {
    throwIfStopped(signal, 'promoting');
    await setReadOnlyByDefault(session, false, signal);
    seen = await look(session);
  }
  if (seen.inRecovery) {
    throwIfStopped(signal, 'promoting');
    await session.query(PROMOTE_SOON, [seen.now, QUERY_TIMEOUT_MS]);
    while ((seen = await lookOncePromoted(session)).inRecovery) throwIfStopped(signal, 'waiting for the promotion');
  }
  if (seen.readOnly) throw new EffectMissingError(`${session.server} is still read-only`);
  return outputOf(seen);
}

/** Asked together, for each further question is a round trip of downtime. */
interface Look {
  readonly inRecovery: boolean;
  /** By default, as a new session has it. */
  readonly readOnly: boolean;
  readonly now: string;
  readonly fenced_by: string | null;
  /** Null while it is a standby. */
  readonly timeline: number | null;
  /** The last position replayed; null after a restart, which forgets it. */
  readonly lsn: string | null;
}

/**
 * The name of a WAL segment begins with its timeline as 8 hexadecimal digits. pg_control has it only after the next
 * checkpoint, which a promotion does not wait for.
 */
const LOOK = `
  SELECT recovery AS "inRecovery", current_setting('default_transaction_read_only') = 'on' AS "readOnly",
         clock_timestamp()::text AS now, ${FENCED_BY} AS fenced_by, pg_last_wal_replay_lsn()::text AS lsn,
         CASE WHEN recovery THEN NULL
              ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline
    FROM pg_is_in_recovery() AS recovery`;

async function look(session: PostgresSession): Promise<Look> {
  const { rows } = await session.query<Look & Record<string, unknown>>(LOOK);
  return rows[0]!;
}

/**
 * Returns after `WATCH_MS` even when it is not promoted by then: by the clock, since a server with much to do sleeps longer
 * than it is told, and by count, should its clock be set back. CASE is what keeps the order.
 */
const WATCH = `
  SELECT FROM generate_series(1, ${WATCH_MS / POLL_MS})
   WHERE CASE WHEN pg_is_in_recovery() AND clock_timestamp() < statement_timestamp() + interval '${WATCH_MS} milliseconds'
              THEN pg_sleep(${POLL_MS / 1000}) IS NULL ELSE true END LIMIT 1`;

async function lookOncePromoted(session: PostgresSession): Promise<Look> {
  // Of several statements in one message `pg` returns as many results.
  const results: unknown = await session.query(`${WATCH}; ${LOOK}`);
  const [, { rows }] = results as [unknown, SqlResult<Look>];
  return rows[0]!;
}

/** `lsn`: where the new timeline begins. */
function outputOf({ timeline, lsn }: Look): JsonObject {
  return { timeline, lsn };
}
