/** SPEC.md's scenario of a test. */
export interface TestScenario {
  readonly scenario_id: string;
  readonly name: string;
  readonly description: string;
  /** Ids of components. */
  readonly components: readonly string[];
  readonly expected_outcome: string;
}

/** SPEC.md's `test_environment`. */
export interface TestEnvironment {
  readonly name: string;
  readonly location: string;
  readonly isolation: string;
  readonly cleanup_after_test: boolean;
}

/** SPEC.md's `notifications` of a test. */
export interface TestNotifications {
  readonly on_start: boolean;
  readonly on_completion: boolean;
  readonly on_failure: boolean;
  readonly recipients: readonly string[];
}

export type TestStatus = 'scheduled' | 'running' | 'completed' | 'failed' | 'cancelled';

export const TEST_STATUSES: readonly TestStatus[] = ['scheduled', 'running', 'completed', 'failed', 'cancelled'];

/**
 * `inconclusive`: something was not measured, and no person has judged it yet. Of a walk-through it is the best there
 * is: it can show a gap, and never prove a recovery.
 */
export type OverallResult = 'passed' | 'failed' | 'inconclusive';

/**
 * `simulated`: walked through, nothing was done. `not_run`: it was never begun. `inconclusive`: it had nothing that a
 * test may do.
 */
export type ScenarioStatus = 'passed' | 'failed' | 'simulated' | 'not_run' | 'inconclusive';

/** SPEC.md's `scenario_results`. What was not measured is never true. */
export interface ScenarioResult {
  readonly scenario_id: string;
  readonly name: string;
  readonly status: ScenarioStatus;
  /** Minutes, with decimals, without the clean-up; null when it was never begun. */
  readonly duration: number | null;
  readonly rto_achieved: boolean;
  readonly rpo_achieved: boolean;
  readonly data_integrity_verified: boolean;
  readonly performance_acceptable: boolean;
  readonly issues: readonly string[];
}

export type CriterionStatus = 'passed' | 'failed' | 'not_evaluated';

/** SPEC.md's `success_criteria_results`, and who judged where no measurement could. */
export interface CriterionResult {
  readonly criteria: string;
  readonly status: CriterionStatus;
  readonly details: string;
  readonly assessed_by?: string;
  /** ISO 8601. */
  readonly assessed_at?: string;
}
