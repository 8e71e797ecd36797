import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { serverUrl } from './inputs.js';
import { WrongRoleError } from './errors.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';

const schema = z.strictObject({
  url: serverUrl,
  role: z.enum(['primary', 'standby']),
  /** Bytes of WAL that a standby may be behind. */
  max_lag_bytes: z.number().int().min(0).optional(),
});

interface PrimaryState {
  version: string;
  in_recovery: boolean;
  read_only: boolean;
  standbys: number;
  lag_bytes: number | null;
  replay_lag_ms: number | null;
}

/** Of several standbys the one furthest behind counts: the server does not know which of them is the plan's. */
const PRIMARY = `
  SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS in_recovery,
         current_setting('default_transaction_read_only') = 'on' AS read_only, count(r.pid)::int AS standbys,
         max(CASE WHEN NOT pg_is_in_recovery()
                  THEN greatest(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), r.replay_lsn), 0) END)::float8 AS lag_bytes,
         (extract(epoch FROM max(coalesce(r.replay_lag, interval '0'))) * 1000)::float8 AS replay_lag_ms
    FROM (SELECT 1) AS always LEFT JOIN pg_stat_replication r ON r.state = 'streaming' AND r.replay_lsn IS NOT NULL`;

interface StandbyState {
  version: string;
  in_recovery: boolean;
  received_lsn: string | null;
  lag_bytes: number | null;
  replay_lag_ms: number | null;
}

/** What was received and not yet replayed; what the source has not sent is known to the source alone. */
const STANDBY = `
  SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS in_recovery,
         coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::text AS received_lsn,
         greatest(pg_wal_lsn_diff(coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()),
                                  pg_last_wal_replay_lsn()), 0)::float8 AS lag_bytes,
         CASE WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
              ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8
         END AS replay_lag_ms`;

/** Looks whether a server is there, has the role that the plan takes it to have, and is not too far behind. */
export function postgresCheck(sessions: PostgresSessions): Action<z.output<typeof schema>> {
  const check = async (session: PostgresSession, role: 'primary' | 'standby', maxLag: number): Promise<JsonObject> => {
    const output = role === 'primary' ? await checkPrimary(session) : await checkStandby(session);
    if (typeof output.lag_bytes === 'number' && output.lag_bytes > maxLag) {
      throw new EffectMissingError(`${session.server}: replication is ${output.lag_bytes} bytes behind`, {
        lag_bytes: output.lag_bytes,
        max_lag_bytes: maxLag,
      });
    }
    return output;
  };
  return {
    name: 'postgres.check',
    onlyLooks: true,
    parse: inputParser('postgres.check', schema),
    // A check is about now: what was found before a crash says nothing about the world after it.
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: ({ url, role, max_lag_bytes: maxLag = Infinity }, { signal }: ActionContext) =>
      sessions.use(url, signal, (session) => check(session, role, maxLag)),
    verify: () => Promise.resolve({}),
  };
}

async function checkPrimary(session: PostgresSession): Promise<JsonObject> {
  const { rows } = await session.query<PrimaryState & Record<string, unknown>>(PRIMARY);
  const state = rows[0]!;
  if (state.in_recovery) throw new WrongRoleError(session.server, 'primary', { found: 'standby' });
  if (state.standbys === 0) {
    throw new EffectMissingError(`${session.server}: no standby is streaming from it`, { standbys: 0 });
  }
  return {
    role: 'primary',
    server_version: state.version,
    read_only: state.read_only,
    standbys: state.standbys,
    lag_bytes: state.lag_bytes,
    replay_lag_ms: state.replay_lag_ms,
  };
}

async function checkStandby(session: PostgresSession): Promise<JsonObject> {
  const { rows } = await session.query<StandbyState & Record<string, unknown>>(STANDBY);
  const state = rows[0]!;
  if (!state.in_recovery) throw new WrongRoleError(session.server, 'standby', { found: 'primary' });
  return {
    role: 'standby',
    server_version: state.version,
    received_lsn: state.received_lsn,
    lag_bytes: state.lag_bytes,
    replay_lag_ms: state.replay_lag_ms,
  };
}
