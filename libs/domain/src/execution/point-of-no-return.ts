import type { Runbook } from '../runbook/runbook.js';
import type { ExecutionState } from './execution-state.js';

/**
 * A promotion that was only begun may have happened, whatever became of it since: a failed one that a person wants
 * retried or skipped counts as well.
 */
export function mayHaveCrossedPointOfNoReturn({ steps }: Pick<Runbook, 'steps'>, state: ExecutionState): boolean {
  return steps.some((step) => step.pointOfNoReturn && state.steps.get(step.id)!.startedAt !== null);
}
