import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { Runbook } from '#domain/runbook/runbook.js';

/** A line for what happened; null for what nobody at a terminal needs to know. */
export function entryText(runbook: Runbook, entry: JournalEntry): string | null {
  const step = 'stepId' in entry ? nameOf(runbook, entry.stepId) : '';
  switch (entry.type) {
    case 'execution_started':
      return `started: ${runbook.steps.length} steps`;
    case 'execution_paused':
      return `paused: ${entry.reason}`;
    case 'execution_resumed':
      return 'goes on';
    case 'execution_timed_out':
      return 'took longer than the plan allows';
    case 'rollback_started':
      return `rolling back: ${entry.cause}`;
    case 'execution_ended':
      return `ended: ${entry.status}`;
    case 'authority_moved':
      return `the active site is now ${entry.to}`;
    case 'step_started':
      return `${step}: begins${entry.attempt > 1 ? ` (attempt ${entry.attempt})` : ''}`;
    case 'step_attempt_failed':
      return `${step}: failed, tried again soon: ${entry.error.message}`;
    case 'step_waiting':
      return `${step}: waits for a person: ${entry.task}`;
    case 'step_succeeded':
      return `${step}: done in ${(entry.durationMs / 1000).toFixed(2)} s${entry.foundDone ? ' (was done already)' : ''}`;
    case 'step_failed':
      return `${step}: FAILED: ${entry.error.message}`;
    case 'step_in_doubt':
      return `${step}: IN DOUBT, look yourself: ${entry.detail}`;
    case 'step_undone':
      return `${step}: undone`;
    case 'step_undo_failed':
      return `${step}: could NOT be undone: ${entry.error.message}`;
    case 'step_confirmed':
      return `${step}: confirmed by ${entry.by}`;
    case 'retry_requested':
      return `${step}: tried again, says ${entry.by}`;
    case 'skip_requested':
      return `${step}: skipped, says ${entry.by}: ${entry.comment}`;
    case 'cancel_requested':
      return `cancelled, says ${entry.by}`;
    case 'cancel_refused':
      return `can not be cancelled: ${entry.why}`;
    default:
      return null;
  }
}

export function nameOf({ steps }: Runbook, stepId: string): string {
  const step = steps.find(({ id }) => id === stepId);
  return step === undefined ? stepId : `${step.name} [${stepId}]`;
}
