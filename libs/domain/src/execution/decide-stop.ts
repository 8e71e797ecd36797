import type { RunbookStep } from '../runbook/runbook.js';
import { end, NOTHING, withRecord, type Decision } from './decision.js';
import type { FailureReport } from './failure-report.js';
import type { EngineEntry, RollbackCause } from './journal-entry.js';
import type { RunbookView } from './runbook-view.js';

/** Brings an execution to its early end, and compensates what was begun. */
export function decideStop(view: RunbookView, cause: RollbackCause): Decision {
  if (view.active.size > 0) return { ...NOTHING, abort: true };
  const left = doubts(view.orphans());
  // Whoever asks for a rollback gets one, also when nothing was done yet that would have to be undone.
  if (view.toUndo().length > 0 || cause === 'operator') {
    return { ...NOTHING, record: [...left, { type: 'rollback_started', cause }] };
  }
  return withRecord(left, cause === 'cancel' ? end('cancelled', null) : end('failed', stopReport(view, cause)));
}

/** Steps that are not brought to their end any more must not look as if they still ran. */
export function doubts(orphans: readonly RunbookStep[]): readonly EngineEntry[] {
  const detail = 'it was running when its worker was lost, and the execution was stopped before it was asked about';
  return orphans.map((step) => ({ type: 'step_in_doubt', stepId: step.id, detail }));
}

export function decideRollback(view: RunbookView): Decision {
  if (view.active.size > 0) return NOTHING;
  const next = view.toUndo().at(-1);
  if (next) return { ...NOTHING, undo: next };
  const failed = view.steps.filter((step) => step.undoError !== null);
  if (failed.length > 0) {
    return end('failed', {
      code: 'rollback_incomplete',
      message: `could not undo ${failed.map((step) => step.id).join(', ')}; undo by hand`,
      details: { steps: failed.map((step) => step.id) },
    });
  }
  const cause = view.state.rollbackCause ?? 'failure';
  return end('rolled_back', cause === 'cancel' || cause === 'operator' ? null : stopReport(view, cause));
}

export function timeoutReport({ runbook }: RunbookView): FailureReport {
  return {
    code: 'execution_timeout',
    message: `took longer than ${runbook.timeoutMs / 1000} s`,
    details: { timeout_ms: runbook.timeoutMs },
  };
}

function stopReport(view: RunbookView, cause: RollbackCause): FailureReport | null {
  if (cause === 'timeout') return timeoutReport(view);
  const culprit = view.runbook.steps.findIndex(
    (step, index) => step.policy.onFailure === 'rollback' && view.steps[index]!.error !== null,
  );
  return view.steps[culprit]?.error ?? null;
}
