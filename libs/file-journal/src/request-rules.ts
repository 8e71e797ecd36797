import type { ExecutionState } from '#domain/execution/execution-state.js';
import { stateForbids } from '#domain/execution/interventions.js';
import type { RequestEntry } from '#domain/execution/journal-entry.js';
import type { Runbook } from '#domain/runbook/runbook.js';

/** What a person may ask of an execution that is driven from a file. */
export type FileRequest = Extract<
  RequestEntry,
  { type: 'cancel_requested' | 'step_confirmed' | 'retry_requested' | 'skip_requested' | 'doubt_resolved' }
>;

/**
 * Why a request is not possible in this state; null when it is. The rules are the service's, but for approvals: nobody
 * can be asked for theirs here, so whoever is at the terminal stands for all of them.
 */
export function refusalOf(runbook: Runbook, state: ExecutionState, request: FileRequest, now: Date): string | null {
  if (request.type !== 'cancel_requested' && !state.steps.has(request.stepId))
    return `there is no step ${request.stepId}`;
  const steps = new Map([...state.steps].map(([id, step]) => [id, { ...step, approval: null }]));
  return stateForbids({ runbook, state: { ...state, steps }, now }, request)?.message ?? null;
}
