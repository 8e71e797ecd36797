import { z } from 'zod';
import type { JsonObject } from '#domain/json.js';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import type { AcknowledgedCanary, CanaryLog } from '../ports.js';
import { readNewestCanary, type Canary } from './canary.js';
import { lsn, serverUrl } from './inputs.js';
import { bytesBehind } from './lsn.js';
import { readReplayed } from './replay.js';
import type { PostgresSessions } from './sessions.js';

const schema = z.strictObject({
  url: serverUrl,
  plan_id: z.string().min(1),
  component_id: z.string().min(1),
  /** Last position of the fenced source; null when it could not be fenced. */
  fence_lsn: lsn.nullable(),
});

export interface LossEvidence {
  /** Last position of the fenced source, in whose WAL nothing acknowledged lies behind it. */
  readonly fenceLsn: string | null;
  /** Where the promoted server's own timeline began. */
  readonly promotedAt: string | null;
  /** Newest one written before the promotion that is there now. */
  readonly newest: Canary | null;
  readonly lastAcknowledged: AcknowledgedCanary | null;
}

/**
 * How much time was lost, in milliseconds. Both canaries carry the source's clock, so no two clocks are compared.
 * What can not be known is null and never 0.
 */
export function assessLoss({ fenceLsn, promotedAt, newest, lastAcknowledged }: LossEvidence): JsonObject {
  const lastKnown = fenceLsn ?? lastAcknowledged?.lsn ?? null;
  const distance = lastKnown === null || promotedAt === null ? null : bytesBehind(lastKnown, promotedAt);
  const evidence = {
    newest_canary_at: newest?.writtenAt.toISOString() ?? null,
    last_acknowledged_at: lastAcknowledged?.writtenAt.toISOString() ?? null,
    lsn_distance_bytes: distance,
  };
  if (fenceLsn !== null && distance === 0) return { rpo_ms: 0, proof: 'lsn', ...evidence };
  if (!lastAcknowledged) return { rpo_ms: null, proof: 'none', why: 'no canary was ever acknowledged', ...evidence };
  if (!newest) return { rpo_ms: null, proof: 'none', why: 'no signed canary is on the server', ...evidence };
  const lost = Math.max(0, lastAcknowledged.writtenAt.getTime() - newest.writtenAt.getTime());
  return { rpo_ms: lost, proof: 'canary', ...evidence };
}

/** Measures what was lost, by what arrived. Canaries written since the promotion do not count, so order is free. */
export function postgresMeasureLoss(
  sessions: PostgresSessions,
  key: Buffer,
  log: CanaryLog,
): Action<z.output<typeof schema>> {
  return {
    name: 'postgres.measure_loss',
    onlyLooks: true,
    parse: inputParser('postgres.measure_loss', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: async ({ url, plan_id: planId, component_id: componentId, fence_lsn: fenceLsn }, { signal }) => {
      const [lastAcknowledged, found] = await Promise.all([
        log.lastAcknowledged(planId, componentId),
        sessions.use(url, signal, async (session) => ({
          promotedAt: await readReplayed(session),
          newest: await readNewestCanary(session, { planId, componentId, key, beforePromotion: true }),
        })),
      ]);
      return assessLoss({ fenceLsn, lastAcknowledged, ...found });
    },
    verify: () => Promise.resolve({}),
  };
}
