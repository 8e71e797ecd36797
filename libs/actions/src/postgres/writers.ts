import { pause } from '../pause.js';
import { throwIfStopped } from '../stoppable.js';
import type { PostgresSession } from './session.js';

/**
 * Sessions that may hold a transaction from before the fence, and any that writes although it is up. Without
 * walsenders (the standby needs them) and without our own. Times are the server's: both come from one clock.
 *
 * A session that starts during the reload counts as old. It is then terminated for nothing, which is the safe error.
 */
const WRITERS = `pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND (backend_start <= pg_conf_load_time() OR backend_xid IS NOT NULL)`;

/** SQL for whether there is any. */
export const ANY_WRITER = `EXISTS (SELECT FROM ${WRITERS})`;

/**
 * Terminates writers until there are none. A session that is just committing finishes that first; it vanishes from
 * the list only when its WAL is written, so what it acknowledged lies before the position read afterwards.
 * @returns how many sessions were terminated.
 */
export async function expelWriters(session: PostgresSession, signal: AbortSignal): Promise<number> {
  const seen = new Set<string>();
  for (;;) {
    throwIfStopped(signal, 'fencing');
    const { rows } = await session.query<{ who: string }>(
      `SELECT pid || ' ' || extract(epoch FROM backend_start) AS who, pg_terminate_backend(pid) FROM ${WRITERS}`,
    );
    if (rows.length === 0) return seen.size;
    for (const { who } of rows) seen.add(who);
    await pause(1, signal);
  }
}

/**
 * The position up to which the server's disk has everything that was acknowledged.
 *
 * With synchronous_commit = off an acknowledged transaction may not be on disk yet, and only what is on disk is sent
 * to the standby. So when something is left to flush, a message of our own is committed behind it, which takes the
 * rest along. Of the positions only that of the flush will do: that of the insertion may lie behind the header of a
 * page that no record has reached yet, and a standby would never get there.
 */
export async function lastPosition(session: PostgresSession): Promise<string> {
  const read = async () => {
    const { rows } = await session.query<{ flushed: string; all: boolean }>(
      `SELECT pg_current_wal_flush_lsn()::text AS flushed,
              pg_current_wal_insert_lsn() <= pg_current_wal_flush_lsn() AS all`,
    );
    return rows[0]!;
  };
  const before = await read();
  if (before.all) return before.flushed;
  await session.query(
    // Not waiting for a standby: in an unplanned failover there may be none that answers.
    `BEGIN READ WRITE; SET LOCAL synchronous_commit = 'local';
     SELECT pg_logical_emit_message(true, 'disaster-recovery', 'fence'); COMMIT`,
  );
  return (await read()).flushed;
}
