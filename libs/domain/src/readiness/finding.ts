export const SEVERITIES = ['error', 'warning', 'info'] as const;
/** `error`: a planned failover would not go through. `warning`: it would, and something may be missed by it. */
export type Severity = (typeof SEVERITIES)[number];

/** Something that keeps a plan from being as ready as it could be. Within a plan code and subject name it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** What of the plan it is about, such as `comp_db.secondary`. */
  readonly subject: string;
  /** What is wrong, and what to do next. */
  readonly message: string;
  /** What was seen, as far as it is a number with a unit or a short text. */
  readonly measured: string | null;
  /** What it was held against. */
  readonly threshold: string | null;
}

export type NewFinding = Omit<Finding, 'measured' | 'threshold'> & Partial<Pick<Finding, 'measured' | 'threshold'>>;

export function finding(given: NewFinding): Finding {
  return { measured: null, threshold: null, ...given };
}
