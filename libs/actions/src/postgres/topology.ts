import type { JsonObject } from '#domain/json.js';
import type { PostgresSession } from './session.js';

/** What of replication must be the same before and after a test; positions and timelines go on. */
export interface ServerTopology extends JsonObject {
  readonly role: 'primary' | 'standby';
  /** Refuses writes of ordinary sessions. */
  readonly read_only: boolean;
  readonly synchronous_standby_names: string;
  /** Of a standby: the slot by which it streams; null: it does not. */
  readonly streams_by: string | null;
  /** `name sync_state slot` of everybody who streams from here. */
  readonly standbys: string[];
  /** `name type` of all slots. */
  readonly slots: string[];
}

const TOPOLOGY = /* sql */ `
  SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END AS role,
    current_setting('default_transaction_read_only') = 'on' AS read_only,
    CASE WHEN pg_is_in_recovery() THEN '' ELSE current_setting('synchronous_standby_names') END
      AS synchronous_standby_names,
    (SELECT slot_name FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streams_by,
    ARRAY(SELECT concat_ws(' ', reader.application_name, reader.sync_state, slot.slot_name)
      FROM pg_stat_replication AS reader LEFT JOIN pg_replication_slots AS slot ON slot.active_pid = reader.pid
      WHERE reader.state = 'streaming' ORDER BY 1) AS standbys,
    ARRAY(SELECT slot_name || ' ' || slot_type FROM pg_replication_slots WHERE NOT temporary ORDER BY 1) AS slots
`;

/** @throws PeerUnreachableError, PostgresQueryError, ActionAbortedError */
export async function readTopology(session: PostgresSession): Promise<ServerTopology> {
  const { rows } = await session.query<ServerTopology & Record<string, unknown>>(TOPOLOGY);
  return rows[0]!;
}
