/** Findings that are not over, by what they weigh. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  /** Warnings that somebody has acknowledged. An error stays one whatever is said of it. */
  readonly acknowledged: number;
  readonly infos: number;
}

/** When the evidence is from; milliseconds. */
export interface EvidenceAge {
  readonly ageMs: number;
  /** How often the plan is evaluated. */
  readonly intervalMs: number;
}

export type ReadinessStatus = 'ready' | 'at_risk' | 'not_ready' | 'unknown' | 'not_applicable';

const PENALTY = { errors: 40, warnings: 10, acknowledged: 3, infos: 1 } as const;

/** Evaluations may be missed so often before the score begins to fall. */
const FRESH_INTERVALS = 2;
/** The score halves in this many further intervals. */
const HALF_LIFE_INTERVALS = 4;
/** Nothing is claimed of a plan that was not looked at for so long. */
const STALE_INTERVALS = 6;

/** 0 to 100: how much speaks for the plan working now. More findings or older evidence never make it higher. */
export function readinessScore(counts: FindingCounts, { ageMs, intervalMs }: EvidenceAge): number {
  const penalty =
    counts.errors * PENALTY.errors +
    counts.warnings * PENALTY.warnings +
    counts.acknowledged * PENALTY.acknowledged +
    counts.infos * PENALTY.infos;
  const lateIntervals = Math.max(0, ageMs / intervalMs - FRESH_INTERVALS);
  return Math.round(Math.max(0, 100 - penalty) * 2 ** (-lateIntervals / HALF_LIFE_INTERVALS));
}

/** Old evidence is none: a plan is not refused for what was wrong with it long ago, and not called ready either. */
export function readinessStatus(
  counts: FindingCounts,
  { ageMs, intervalMs }: EvidenceAge,
): Exclude<ReadinessStatus, 'not_applicable'> {
  if (ageMs > STALE_INTERVALS * intervalMs) return 'unknown';
  if (counts.errors > 0) return 'not_ready';
  return counts.warnings > 0 ? 'at_risk' : 'ready';
}
