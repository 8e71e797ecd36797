import type { ExecutionState } from '#domain/execution/execution-state.js';
import type { RequestEntry } from '#domain/execution/journal-entry.js';
import { isTerminal, STEP_TRANSITIONS, type StepStatus } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';

/** What a person may ask of an execution that is driven from a file. */
export type FileRequest = Extract<
  RequestEntry,
  { type: 'cancel_requested' | 'step_confirmed' | 'retry_requested' | 'skip_requested' }
>;

const RESULT_OF: Readonly<Record<Exclude<FileRequest['type'], 'cancel_requested'>, StepStatus>> = {
  step_confirmed: 'succeeded',
  retry_requested: 'pending',
  skip_requested: 'skipped',
};

/** Why a request is not possible in this state; null when it is. */
export function refusalOf(runbook: Runbook, state: ExecutionState, request: FileRequest): string | null {
  if (isTerminal(state.status) || state.status === 'rolling_back') return `the execution is ${state.status}`;
  if (request.type === 'cancel_requested') {
    // What was begun may have happened, whatever became of it since.
    const crossed = runbook.steps.some(({ id, pointOfNoReturn }) => pointOfNoReturn && state.steps.get(id)!.startedAt);
    return crossed ? 'the point of no return may have been crossed: retry or skip the failed step' : null;
  }
  const step = state.steps.get(request.stepId);
  if (!step) return `there is no step ${request.stepId}`;
  const allowed =
    STEP_TRANSITIONS[step.status].includes(RESULT_OF[request.type]) &&
    // Only a step that waits for a person is a person's to confirm, and a running one nobody's to take away.
    (request.type === 'step_confirmed'
      ? step.status === 'waiting'
      : step.status !== 'running' && step.status !== 'pending');
  return allowed ? null : `step ${step.id} is ${step.status}`;
}
