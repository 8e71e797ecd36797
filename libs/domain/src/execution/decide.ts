import type { Runbook, RunbookStep } from '../runbook/runbook.js';
import type { ExecutionState, StepState } from './execution-state.js';
import type { FailureReport } from './failure-report.js';
import type { EngineEntry, PauseReason, RollbackCause } from './journal-entry.js';
import { isTerminal } from './transitions.js';

type EndStatus = Extract<EngineEntry, { type: 'execution_ended' }>['status'];

/** What the holder of the lease has to do next. Everything in `record` becomes durable before anything starts. */
export interface Decision {
  readonly record: readonly EngineEntry[];
  readonly start: readonly RunbookStep[];
  /** Steps that a holder who is gone had begun: the world is asked before they are done again. */
  readonly recover: readonly RunbookStep[];
  readonly undo: RunbookStep | null;
  /** Stop what is running; its outcome still has to be awaited. */
  readonly abort: boolean;
  /** The execution is over. */
  readonly end: { readonly status: EndStatus; readonly error: FailureReport | null } | null;
  /** Nothing can happen until a person acts: let go of the lease. */
  readonly park: boolean;
}

const NOTHING: Decision = { record: [], start: [], recover: [], undo: null, abort: false, end: null, park: false };

/**
 * Decides the next moves of an execution. Pure: the same journal always leads to the same moves,
 * whichever worker asks.
 * @param active ids of steps that this holder is running (or undoing) at this moment.
 */
export function decide(runbook: Runbook, state: ExecutionState, active: ReadonlySet<string>): Decision {
  if (isTerminal(state.status)) return NOTHING;
  if (state.status === 'rolling_back') return decideRollback(runbook, state, active);
  const view = new View(runbook, state, active);
  if (state.status === 'pending') {
    if (state.cancelRequested) return end('cancelled', null);
    return withRecord([{ type: 'execution_started' }], decideForward(view));
  }
  const cause = view.stopCause();
  if (cause === null) return decideForward(view);
  if (!view.mayHaveCrossedPointOfNoReturn()) return decideStop(view, cause);
  // Past the point of no return there is no way back: a cancel is refused, a time-out is only noted,
  // and a failed step pauses, because half a failover is worse than a late one.
  const forward = decideForward(view);
  return cause === 'cancel'
    ? withRecord([{ type: 'cancel_refused', why: 'the point of no return may have been crossed' }], forward)
    : forward;
}

function decideForward(view: View): Decision {
  const blocking = view.blocking();
  const aborting = view.mayHaveCrossedPointOfNoReturn() ? [] : view.failedWith('abort');
  if (aborting.length > 0) {
    if (view.active.size > 0) return { ...NOTHING, abort: true };
    return withRecord(doubts(view.orphans()), end('failed', aborting[0]!.error));
  }
  const recover = view.orphans();
  if (blocking.length > 0) {
    // What has begun is brought to its end first, also when it was begun by somebody who is gone.
    if (recover.length > 0) return proceed(view, { ...NOTHING, recover });
    if (view.active.size > 0) return NOTHING;
    const inDoubt = blocking.some((step) => step.status === 'in_doubt');
    return pause(view, inDoubt ? 'in_doubt' : 'failed_step', blocking);
  }
  const startable = view.startable();
  const room = view.runbook.parallel || view.active.size === 0;
  const chosen = !room ? [] : view.runbook.parallel ? startable : recover.length > 0 ? [] : startable.slice(0, 1);
  if (recover.length > 0 || chosen.length > 0) return proceed(view, { ...NOTHING, recover, start: chosen });
  if (view.active.size > 0) return NOTHING;
  const waiting = view.steps.filter((step) => step.status === 'waiting');
  if (waiting.length > 0) return pause(view, 'approval', waiting);
  return complete(view);
}

function complete(view: View): Decision {
  const exceptions = view.steps.some((step) => step.status !== 'succeeded') || view.state.timedOut;
  const error = view.state.timedOut ? timeoutReport(view.runbook) : null;
  // A paused execution whose last step was confirmed or skipped runs again for the moment it takes to end.
  return proceed(view, end(exceptions ? 'completed_with_exceptions' : 'completed', error));
}

function proceed(view: View, decision: Decision): Decision {
  return view.state.status === 'paused' ? withRecord([{ type: 'execution_resumed' }], decision) : decision;
}

function decideStop(view: View, cause: RollbackCause): Decision {
  if (view.active.size > 0) return { ...NOTHING, abort: true };
  const left = doubts(view.orphans());
  if (view.toUndo().length > 0) return { ...NOTHING, record: [...left, { type: 'rollback_started', cause }] };
  return withRecord(left, cause === 'cancel' ? end('cancelled', null) : end('failed', stopReport(view, cause)));
}

/** Steps that are not brought to their end any more must not look as if they still ran. */
function doubts(orphans: readonly RunbookStep[]): readonly EngineEntry[] {
  const detail = 'it was running when its worker was lost, and the execution was stopped before it was asked about';
  return orphans.map((step) => ({ type: 'step_in_doubt', stepId: step.id, detail }));
}

function decideRollback(runbook: Runbook, state: ExecutionState, active: ReadonlySet<string>): Decision {
  if (active.size > 0) return NOTHING;
  const view = new View(runbook, state, active);
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
  return end(
    'rolled_back',
    state.rollbackCause === 'cancel' ? null : stopReport(view, state.rollbackCause ?? 'failure'),
  );
}

function pause(view: View, reason: PauseReason, steps: readonly StepState[]): Decision {
  if (view.state.status === 'paused' && view.state.pauseReason === reason) return { ...NOTHING, park: true };
  const entry: EngineEntry = { type: 'execution_paused', reason, stepIds: steps.map((step) => step.id) };
  const record: EngineEntry[] = view.state.status === 'paused' ? [{ type: 'execution_resumed' }, entry] : [entry];
  return { ...NOTHING, record, park: true };
}

function end(status: EndStatus, error: FailureReport | null): Decision {
  return { ...NOTHING, end: { status, error } };
}

function withRecord(entries: readonly EngineEntry[], decision: Decision): Decision {
  return { ...decision, record: [...entries, ...decision.record] };
}

function timeoutReport(runbook: Runbook): FailureReport {
  return {
    code: 'execution_timeout',
    message: `took longer than ${runbook.timeoutMs / 1000} s`,
    details: { timeout_ms: runbook.timeoutMs },
  };
}

function stopReport(view: View, cause: RollbackCause): FailureReport | null {
  if (cause === 'timeout') return timeoutReport(view.runbook);
  const culprit = view.runbook.steps.findIndex(
    (step, index) => step.policy.onFailure === 'rollback' && view.steps[index]!.error !== null,
  );
  return view.steps[culprit]?.error ?? null;
}

/** Questions about a runbook and its state, each asked in one place. */
class View {
  readonly steps: readonly StepState[];

  constructor(
    readonly runbook: Runbook,
    readonly state: ExecutionState,
    readonly active: ReadonlySet<string>,
  ) {
    this.steps = runbook.steps.map((step) => this.stateOf(step));
  }

  /** Why the execution should be stopped and compensated, if it should. */
  stopCause(): RollbackCause | null {
    if (this.state.cancelRequested) return 'cancel';
    if (this.state.timedOut) return 'timeout';
    return this.failedWith('rollback').length > 0 ? 'failure' : null;
  }

  /**
   * A promotion that was only begun may have happened, whatever became of it since: a failed one that a person
   * wants retried or skipped counts as well.
   */
  mayHaveCrossedPointOfNoReturn(): boolean {
    return this.runbook.steps.some((step) => step.pointOfNoReturn && this.stateOf(step).startedAt !== null);
  }

  failedWith(policy: RunbookStep['policy']['onFailure']): readonly StepState[] {
    return this.runbook.steps
      .filter((step) => step.policy.onFailure === policy && this.stateOf(step).status === 'failed')
      .map((step) => this.stateOf(step));
  }

  /** Steps that keep everything else from starting until a person decides. */
  blocking(): readonly StepState[] {
    return this.runbook.steps
      .map((step) => ({ step, state: this.stateOf(step) }))
      .filter(
        ({ step, state }) =>
          state.status === 'in_doubt' || (state.status === 'failed' && step.policy.onFailure !== 'continue'),
      )
      .map(({ state }) => state);
  }

  orphans(): readonly RunbookStep[] {
    return this.runbook.steps.filter((step) => this.stateOf(step).status === 'running' && !this.active.has(step.id));
  }

  startable(): readonly RunbookStep[] {
    return this.runbook.steps.filter(
      (step) => this.stateOf(step).status === 'pending' && step.dependsOn.every((id) => this.isSettled(id)),
    );
  }

  /** Steps that were begun and can be compensated, in the order in which they stand in the runbook. */
  toUndo(): readonly RunbookStep[] {
    return this.runbook.steps.filter((step) => {
      const { status, startedAt, undoError } = this.stateOf(step);
      return step.undoable && startedAt !== null && status !== 'undone' && undoError === null;
    });
  }

  private isSettled(id: string): boolean {
    const { status } = this.state.steps.get(id)!;
    if (status === 'succeeded' || status === 'skipped') return true;
    return status === 'failed' && this.runbook.steps.find((step) => step.id === id)!.policy.onFailure === 'continue';
  }

  private stateOf(step: RunbookStep): StepState {
    return this.state.steps.get(step.id)!;
  }
}
