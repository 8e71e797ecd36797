import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import type { PostgresSession, SqlResult } from './session.js';
import { READ_ONLY_BY_DEFAULT, refuseOutranked, RELOAD_MS } from './setting.js';

/**
 * Sessions that may hold a transaction from before the fence, and any that writes although it is up. Without
 * walsenders (the standby needs them) and without our own. Times are the server's: both come from one clock.
 *
 * A session that starts during the reload counts as old. It is then terminated for nothing, which is the safe error.
 *
 * The function behind pg_stat_activity, because the view joins names to it that nobody asks for here: on a session that
 * has never read it that costs 2.5 times as much, while nobody can write.
 */
const WRITERS = `pg_stat_get_activity(NULL)
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND (backend_start <= pg_conf_load_time() OR backend_xid IS NOT NULL)`;

/** SQL for whether there is any. */
export const ANY_WRITER = `EXISTS (SELECT FROM ${WRITERS})`;

/** Who writes no more, and up to where what they wrote is on disk. */
export interface Expulsion {
  /** How many sessions were terminated. */
  readonly terminated: number;
  readonly lsn: string;
}

const POSITION = `
  SELECT pg_current_wal_flush_lsn()::text AS flushed, pg_current_wal_insert_lsn() <= pg_current_wal_flush_lsn() AS all`;

interface Position {
  readonly flushed: string;
  readonly all: boolean;
}

/**
 * One message, carried out in this order: nobody is terminated before new transactions are read-only, and the position
 * is read after the look that found nobody.
 */
const EXPEL = `
  SELECT ${READ_ONLY_BY_DEFAULT} AS read_only;
  SELECT pid || ' ' || extract(epoch FROM backend_start) AS who, pg_terminate_backend(pid)
    FROM ${WRITERS} AND ${READ_ONLY_BY_DEFAULT};
  ${POSITION}`;

/**
 * Once the server has been told that transactions are read-only by default: waits until it goes by that, then
 * terminates writers until there are none. A session that is just committing finishes that first; it vanishes from the
 * list only when its WAL is written, so what it acknowledged lies before the position read afterwards.
 * @throws FenceUnconfirmedError when something keeps the server from going by it
 */
export async function expelWriters(session: PostgresSession, signal: AbortSignal): Promise<Expulsion> {
  const seen = new Set<string>();
  const deadline = performance.now() + RELOAD_MS;
  for (;;) {
    // First of all, because a server takes a moment to read its files again.
    await pause(1, signal);
    throwIfStopped(signal, 'fencing');
    const look = await expel(session);
    for (const who of look.writers) seen.add(who);
    if (!look.readOnly) {
      if (performance.now() > deadline) refuseOutranked(session, true);
    } else if (look.writers.length === 0) {
      return { terminated: seen.size, lsn: await onDisk(session, look.position) };
    }
  }
}

interface Expelling {
  readonly readOnly: boolean;
  readonly writers: readonly string[];
  readonly position: Position;
}

async function expel(session: PostgresSession): Promise<Expelling> {
  // Of several statements in one message `pg` returns as many results.
  const results: unknown = await session.query(EXPEL);
  const [setting, writers, position] = results as [
    SqlResult<{ read_only: boolean }>,
    SqlResult<{ who: string }>,
    SqlResult<Position>,
  ];
  return {
    readOnly: setting.rows[0]!.read_only,
    writers: writers.rows.map(({ who }) => who),
    position: position.rows[0]!,
  };
}

/** As `expelWriters` returns it, on a server that is fenced already. */
export async function lastPosition(session: PostgresSession): Promise<string> {
  return onDisk(session, await readPosition(session));
}

/**
 * The position up to which the server's disk has everything that was acknowledged.
 *
 * With synchronous_commit = off an acknowledged transaction may not be on disk yet, and only what is on disk is sent
 * to the standby. So when something is left to flush, a message of our own is committed behind it, which takes the
 * rest along. Of the positions only that of the flush will do: that of the insertion may lie behind the header of a
 * page that no record has reached yet, and a standby would never get there.
 */
async function onDisk(session: PostgresSession, position: Position): Promise<string> {
  if (position.all) return position.flushed;
  await session.query(
    // Not waiting for a standby: in an unplanned failover there may be none that answers.
    `BEGIN READ WRITE; SET LOCAL synchronous_commit = 'local';
     SELECT pg_logical_emit_message(true, 'disaster-recovery', 'fence'); COMMIT`,
  );
  return (await readPosition(session)).flushed;
}

async function readPosition(session: PostgresSession): Promise<Position> {
  const { rows } = await session.query<Position & Record<string, unknown>>(POSITION);
  return rows[0]!;
}
