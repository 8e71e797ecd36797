/** How long a step has taken in earlier runs of its plan. */
export interface StepHistory {
  /** Milliseconds that half of the runs did not exceed. */
  readonly p50Ms: number;
  /** Milliseconds that nine in ten runs did not exceed. */
  readonly p90Ms: number;
  /** Runs in which the step succeeded; at least one. */
  readonly runs: number;
}

/** By step id. A step that has never succeeded is not in it. */
export type StepHistories = ReadonlyMap<string, StepHistory>;
