import type { Detection, FailoverConfiguration } from '../plan/plan-document.js';

const DEFAULT_REARM_S = 60;
const DEFAULT_WINDOW_S = 60;
const DEFAULT_COOLDOWN_S = 3600;

/** What a probe has to know of how its plan detects trouble. */
export interface DetectionTimes {
  /** Milliseconds that a site must have been healthy before it can trigger again. */
  readonly rearmMs: number;
  /** Milliseconds; null: latency triggers nothing. */
  readonly maxLatencyMs: number | null;
  /** Milliseconds during which every answer must have been too slow. */
  readonly windowMs: number;
}

/** How a plan's triggers come about, with all defaults filled in. */
export interface DetectionPolicy extends DetectionTimes {
  /** Vantage points that have to agree. */
  readonly quorum: number | 'majority';
  /** Milliseconds after a failover in which none is started automatically. */
  readonly cooldownMs: number;
}

export function detectionTimes({ rearm, max_latency_ms, window }: Detection = {}): DetectionTimes {
  return {
    rearmMs: (rearm ?? DEFAULT_REARM_S) * 1000,
    maxLatencyMs: max_latency_ms ?? null,
    windowMs: (window ?? DEFAULT_WINDOW_S) * 1000,
  };
}

export function detectionPolicy({ detection, cooldown }: FailoverConfiguration): DetectionPolicy {
  return {
    ...detectionTimes(detection),
    quorum: detection?.quorum ?? 'majority',
    cooldownMs: (cooldown ?? DEFAULT_COOLDOWN_S) * 1000,
  };
}

/** How many of so many known vantage points have to agree: never none. */
export function requiredVotes(quorum: DetectionPolicy['quorum'], known: number): number {
  return quorum === 'majority' ? Math.floor(known / 2) + 1 : quorum;
}
