import type { FailoverOutcome } from '#domain/execution/failover-outcome.js';
import type { ProcedureOutcome } from '#domain/execution/procedure-outcome.js';
import { isTerminal, type ExecutionStatus } from '#domain/execution/transitions.js';
import type { ExecutionRecord } from '#persistence/records.js';

/** What a failover achieved; null until it has ended, and when it ended before anything could be said of it. */
export function outcomeOf(execution: ExecutionRecord): FailoverOutcome | null {
  return execution.kind === 'failover' ? failoverOutcomeOf(execution) : null;
}

/** The same of what is known to be a failover. */
export function failoverOutcomeOf({
  status,
  outcome,
}: Pick<ExecutionRecord, 'status' | 'outcome'>): FailoverOutcome | null {
  // Written by the engine with the entry that ends the execution, and by nobody else.
  return isTerminal(status) ? (outcome as unknown as FailoverOutcome | null) : null;
}

/** What became of a procedure's steps; null until it has ended. */
export function procedureOutcomeOf({ kind, status, outcome }: ExecutionRecord): ProcedureOutcome | null {
  if (kind !== 'procedure') return null;
  return isTerminal(status) ? (outcome as unknown as ProcedureOutcome | null) : null;
}

/** Towards clients an execution runs from the moment in which it was accepted. */
export function statusView(status: ExecutionStatus): Exclude<ExecutionStatus, 'pending'> {
  return status === 'pending' ? 'running' : status;
}
