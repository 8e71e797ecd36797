import type { ExecutionStatus } from '#domain/execution/transitions.js';

interface Counts {
  readonly status: ExecutionStatus;
  readonly steps_total: number;
  readonly steps_over: number;
}

/** Percent; 100 only for an execution that reached its end. */
export function executionProgress({ status, steps_over, steps_total }: Counts): number {
  if (status === 'completed' || status === 'completed_with_exceptions') return 100;
  return steps_total === 0 ? 0 : Math.min(99, Math.floor((steps_over * 100) / steps_total));
}
