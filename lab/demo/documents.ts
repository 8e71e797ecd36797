// The service's answers, as far as the demo reads them.

export type FailoverType = 'planned' | 'unplanned';

export interface Failure {
  readonly code?: string;
  readonly message?: string;
}

export interface ExecutionStep {
  readonly step_id: string;
  readonly name: string;
  readonly phase: string;
  readonly status: string;
  readonly attempts: number;
  readonly depends_on: readonly string[];
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly duration_ms: number | null;
  readonly error: Failure | null;
}

export interface Execution {
  readonly execution_id: string;
  readonly status: string;
  readonly progress: number;
  readonly execution_mode: string;
  readonly requested_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly steps: readonly ExecutionStep[];
  readonly measurements: { readonly rto_ms: number | null; readonly rpo_ms: number | null } | null;
  readonly error: Failure | null;
}

export interface FailoverStatus {
  readonly status: string;
  readonly verification: { readonly status: string } | null;
}

export interface PlanLag {
  readonly components: readonly {
    readonly component_id: string;
    readonly last_canary_at: string | null;
    /** When the database stopped taking canaries; null while it takes them. */
    readonly failing_since: string | null;
  }[];
}
