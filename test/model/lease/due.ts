import { isTerminal, type ExecutionStatus } from '#domain/execution/transitions.js';
import type { State } from './state.js';

/** postgres-leases.ts, IS_DUE. */
export function isDue({ owned, lease, unseen }: State, status: ExecutionStatus): boolean {
  return !isTerminal(status) && (!owned || lease === 0) && (status !== 'paused' || unseen);
}
