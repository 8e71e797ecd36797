import type { PostgresSession } from './session.js';

/** How far a standby is. Positions are null on a server that never was one, or was restarted since. */
export interface ReplayState {
  readonly in_recovery: boolean;
  readonly replayed: string | null;
  readonly received: string | null;
  /** Replay was paused by someone with pg_wal_replay_pause(). */
  readonly paused: boolean;
  readonly receiver: 'streaming' | 'stopped';
  /** The startup process has nothing to replay and waits for more; null when we may not see it. */
  readonly starving: boolean | null;
  /**
   * It has lost its walreceiver, has read all that lies on its own disk, and rests before it asks its sources again:
   * until then nothing can arrive. Null when we may not see it.
   */
  readonly exhausted: boolean | null;
}

/**
 * Wait events of the startup process by name (PostgreSQL manual, table "Wait Events of Type Activity" and "Timeout"):
 * it waits for a walreceiver to bring something, or before it tries its sources again. The functions behind the views,
 * which join names that nobody asks for here.
 */
const REPLAY_STATE = `
  SELECT pg_is_in_recovery() AS in_recovery, pg_last_wal_replay_lsn()::text AS replayed,
         pg_last_wal_receive_lsn()::text AS received,
         pg_is_in_recovery() AND pg_get_wal_replay_pause_state() = 'paused' AS paused,
         CASE WHEN EXISTS (SELECT FROM pg_stat_get_wal_receiver() WHERE status = 'streaming')
              THEN 'streaming' ELSE 'stopped' END AS receiver,
         startup.wait_event IN ('RecoveryWalStream', 'RecoveryRetrieveRetryInterval') AS starving,
         startup.wait_event = 'RecoveryRetrieveRetryInterval' AS exhausted
    FROM (SELECT 1) AS always LEFT JOIN pg_stat_get_activity(NULL) startup ON startup.backend_type = 'startup'`;

/** `replayed` of the state alone: on a session that has read neither, a fifth of the time of the whole. */
export async function readReplayed(session: PostgresSession): Promise<string | null> {
  const { rows } = await session.query<{ replayed: string | null }>(
    'SELECT pg_last_wal_replay_lsn()::text AS replayed',
  );
  return rows[0]!.replayed;
}

export async function readReplayState(session: PostgresSession): Promise<ReplayState> {
  const { rows } = await session.query<ReplayState & Record<string, unknown>>(REPLAY_STATE);
  return rows[0]!;
}
