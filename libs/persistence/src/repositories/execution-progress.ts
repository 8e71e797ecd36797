import { progressOf } from '#domain/estimate/progress.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';

interface Work {
  readonly status: ExecutionStatus;
  /** Sums of weights, as PostgreSQL's bigint comes. */
  readonly work_total: string;
  readonly work_over: string;
}

export function executionProgress({ status, work_over, work_total }: Work): number {
  return progressOf(status, Number(work_over), Number(work_total));
}
