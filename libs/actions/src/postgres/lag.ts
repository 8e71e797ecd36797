import { DomainError } from '#domain/errors.js';
import type { Lag } from '#domain/readiness/assess.js';
import type { CanaryLog } from '../ports.js';
import { readNewestCanary } from './canary.js';
import { bytesBehind } from './lsn.js';
import type { PostgresSession } from './session.js';
import type { PostgresSessions } from './sessions.js';

export interface ReplicatedComponent {
  readonly planId: string;
  readonly componentId: string;
  /** Of the server that serves now; may be `secret://name`. */
  readonly source: string;
  readonly standby: string;
}

export interface LagParts {
  readonly sessions: PostgresSessions;
  readonly canaries: CanaryLog;
  readonly key: Buffer;
}

interface StandbyState {
  readonly in_recovery: boolean;
  readonly replayed: string | null;
  readonly since_replay_ms: number | null;
}

const STANDBY = `
  SELECT pg_is_in_recovery() AS in_recovery, pg_last_wal_replay_lsn()::text AS replayed,
         (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::float8 AS since_replay_ms`;

const SOURCE = `SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_flush_lsn() END::text AS lsn`;

/**
 * Measures how far a standby is behind. The source is read first: what the standby replays meanwhile counts for it.
 * @returns null when the standby is none any more. What the source would have to say is null while it does not answer.
 * @throws PeerUnreachableError, PostgresQueryError of the standby, ActionAbortedError
 */
export async function measureLag(
  component: ReplicatedComponent,
  { sessions, canaries, key }: LagParts,
  signal: AbortSignal,
): Promise<Lag | null> {
  const { planId, componentId } = component;
  const [sourceLsn, acknowledged] = await Promise.all([
    readSource(sessions, component.source, signal),
    canaries.lastAcknowledged(planId, componentId),
  ]);
  return sessions.use(component.standby, signal, async (session) => {
    const { rows } = await session.query<StandbyState & Record<string, unknown>>(STANDBY);
    const { in_recovery: inRecovery, replayed, since_replay_ms: sinceReplayMs } = rows[0]!;
    if (!inRecovery) return null;
    const newest = acknowledged === null ? null : await readNewestCanary(session, { planId, componentId, key });
    const bytes = sourceLsn === null || replayed === null ? null : bytesBehind(sourceLsn, replayed);
    return {
      bytes,
      // That it has replayed all it has received says nothing while nobody knows what there was to receive.
      replayMs: bytes === null ? null : bytes === 0 ? 0 : sinceReplayMs === null ? null : Math.max(0, sinceReplayMs),
      canaryMs:
        acknowledged === null || newest === null
          ? null
          : Math.max(0, acknowledged.writtenAt.getTime() - newest.writtenAt.getTime()),
    };
  });
}

async function readSource(sessions: PostgresSessions, url: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await sessions.use(url, signal, async (session: PostgresSession) => {
      const { rows } = await session.query<{ lsn: string | null }>(SOURCE);
      return rows[0]!.lsn;
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DomainError) return null;
    throw error;
  }
}
