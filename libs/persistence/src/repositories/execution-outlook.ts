import { estimate, type Estimate } from '#domain/estimate/estimate.js';
import { predictRto, type RtoPrediction } from '#domain/estimate/rto-prediction.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { EstimateBasis } from './estimate-repository.js';

export interface ExecutionOutlook extends Estimate {
  readonly elapsedMs: number;
  /** Null for what has no RTO: procedures, tests, walk-throughs. */
  readonly rto: RtoPrediction | null;
}

/** What an execution still takes, and whether it will be in time. */
export function outlookOf(basis: EstimateBasis): ExecutionOutlook {
  const { runbook, status, standings, histories, now } = basis;
  const estimated = estimate(runbook, status, standings, histories, now);
  const elapsedMs = Math.max(0, (basis.completedAt ?? now).getTime() - basis.requestedAt.getTime());
  return { ...estimated, elapsedMs, rto: rtoOf(basis, estimated) };
}

function rtoOf(basis: EstimateBasis, { remaining }: Estimate): RtoPrediction | null {
  const { kind, mode, runbook, requestedAt, completedAt, now, status } = basis;
  if (kind !== 'failover' || mode !== 'live') return null;
  const objectiveMs = basis.rtoMinutes * 60_000;
  if (basis.achievedRtoMs !== null) return predictRto({ objectiveMs, elapsedMs: basis.achievedRtoMs, remainingMs: 0 });
  const outageAt = runbook.outageStartedAt === null ? requestedAt : new Date(runbook.outageStartedAt);
  const elapsedMs = Math.max(0, (completedAt ?? now).getTime() - outageAt.getTime());
  // What ended without a recovery leaves nothing to predict.
  const remainingMs = isTerminal(status) ? null : (remaining?.recoveryP50Ms ?? null);
  return predictRto({ objectiveMs, elapsedMs, remainingMs });
}
