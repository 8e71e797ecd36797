import type { ServerSight } from '#domain/protection/protection.js';
import type { PostgresSession } from './session.js';

interface SightRow {
  readonly in_recovery: boolean;
  readonly read_only: boolean;
  readonly timeline: number | null;
  readonly streaming: boolean;
  readonly lag_bytes: number | null;
  readonly replay_lag_ms: number | null;
}

/**
 * The name of a WAL segment begins with its timeline as 8 hexadecimal digits; a standby knows it from its walreceiver.
 * The lag is what the source had at its last word and is not replayed here.
 */
const SIGHT = `
  SELECT pg_is_in_recovery() AS in_recovery,
         current_setting('default_transaction_read_only') = 'on' AS read_only,
         CASE WHEN pg_is_in_recovery() THEN receiver.received_tli
              ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline,
         coalesce(receiver.status = 'streaming', false) AS streaming,
         CASE WHEN pg_is_in_recovery()
              THEN greatest(pg_wal_lsn_diff(receiver.latest_end_lsn, pg_last_wal_replay_lsn()), 0) END::float8 AS lag_bytes,
         CASE WHEN NOT pg_is_in_recovery() THEN NULL
              WHEN receiver.latest_end_lsn <= pg_last_wal_replay_lsn() THEN 0
              ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8
         END AS replay_lag_ms
    FROM (SELECT 1) AS always LEFT JOIN pg_stat_wal_receiver AS receiver ON true`;

/** How a server looks to one who has to know which of two may take writes. */
export async function lookAtServer(session: PostgresSession): Promise<Exclude<ServerSight, { role: 'unreachable' }>> {
  const { rows } = await session.query<SightRow & Record<string, unknown>>(SIGHT);
  const row = rows[0]!;
  if (!row.in_recovery) return { role: 'primary', fenced: row.read_only, timeline: row.timeline! };
  return {
    role: 'standby',
    streaming: row.streaming,
    timeline: row.timeline,
    lagBytes: row.lag_bytes,
    replayLagMs: row.replay_lag_ms,
  };
}
