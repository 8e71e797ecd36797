import type { Runbook } from '../runbook/runbook.js';
import type { ExecutionState } from './execution-state.js';
import { isTerminal } from './transitions.js';

/** Percent of the steps that are over, 0 to 100; 100 only when the execution has reached its end. */
export function progressOf(runbook: Runbook, state: ExecutionState): number {
  if (state.status === 'completed' || state.status === 'completed_with_exceptions') return 100;
  const over = [...state.steps.values()].filter((step) => ['succeeded', 'skipped', 'undone'].includes(step.status));
  const share = runbook.steps.length === 0 ? 0 : (over.length * 100) / runbook.steps.length;
  return isTerminal(state.status) ? Math.floor(share) : Math.min(99, Math.floor(share));
}
