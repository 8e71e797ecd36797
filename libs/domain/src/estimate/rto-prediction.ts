/** All in milliseconds. */
export interface RtoOutlook {
  readonly objectiveMs: number;
  /** From the beginning of the outage until now. */
  readonly elapsedMs: number;
  /** Until service is back; null when that is not known. */
  readonly remainingMs: number | null;
}

export interface RtoPrediction {
  readonly rtoMs: number;
  /** Null when there is nothing to predict from. */
  readonly predictedMs: number | null;
  readonly breach: boolean;
}

/** Whether an objective will be missed. Without any history, only what has been missed already is. */
export function predictRto({ objectiveMs, elapsedMs, remainingMs }: RtoOutlook): RtoPrediction {
  const predictedMs = remainingMs === null ? null : elapsedMs + remainingMs;
  return { rtoMs: objectiveMs, predictedMs, breach: (predictedMs ?? elapsedMs) > objectiveMs };
}
