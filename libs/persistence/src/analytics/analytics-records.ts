/** Averages are null where there is nothing to take them of. */
interface Averages {
  /** Passed of those that passed or failed, 0 to 1. */
  readonly success_rate: number | null;
  /** Achieved minutes, of those that measured it. */
  readonly average_rto: number | null;
  readonly average_rpo: number | null;
}

export interface Totals extends Averages {
  readonly total: number;
  readonly successful: number;
  readonly failed: number;
  /** Milliseconds. */
  readonly average_duration_ms: number | null;
}

/** Tests or failovers; of all types together when `type` is null, of both kinds together when `kind` is too. */
export interface GroupTotals extends Totals {
  readonly kind: 'test' | 'failover' | null;
  readonly type: string | null;
}

export interface PlanTotals extends Averages {
  readonly plan_id: string;
  readonly plan_name: string;
  readonly tests: number;
  /** Minutes, of the plan. */
  readonly objective_rto: number;
  readonly objective_rpo: number;
  readonly last_test: Date | null;
}

export interface DayTotals {
  /** `2024-01-15`, in the zone that was asked for. */
  readonly date: string;
  readonly tests_scheduled: number;
  readonly tests_completed: number;
  readonly successful_tests: number;
  readonly failed_tests: number;
  readonly failovers: number;
}

export interface AnalyticsRecord {
  readonly totalPlans: number;
  readonly activePlans: number;
  readonly groups: readonly GroupTotals[];
  readonly plans: readonly PlanTotals[];
  readonly days: readonly DayTotals[];
  readonly generatedAt: Date;
}

/** A bound of a range: an instant, or a day of the requested zone as `2024-01-15`. */
export type Bound = Date | string;

export interface AnalyticsFilter {
  readonly from: Bound | null;
  /** An instant is included to the millisecond, a day as a whole. */
  readonly to: Bound | null;
  readonly planId: string | null;
  /** An IANA name. */
  readonly timeZone: string;
}
