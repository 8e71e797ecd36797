import type { ExecutionStatus } from '../execution/transitions.js';

/**
 * Percent of the expected work that is done, a whole number; 100 only for an execution that reached its end.
 * @param over sum of the weights of the steps that are over, of `total`
 */
export function progressOf(status: ExecutionStatus, over: number, total: number): number {
  if (status === 'completed' || status === 'completed_with_exceptions') return 100;
  return total === 0 ? 0 : Math.min(99, Math.floor((over * 100) / total));
}
