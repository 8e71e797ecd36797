import type { Runbook, RunbookStep } from '../runbook/runbook.js';
import { isApproved } from './approval.js';
import type { ExecutionState, StepState } from './execution-state.js';
import type { EngineEntry, PauseReason, RollbackCause } from './journal-entry.js';
import { mayHaveCrossedPointOfNoReturn } from './point-of-no-return.js';

/** Questions about a runbook and its state, each asked in one place. */
export class RunbookView {
  readonly steps: readonly StepState[];

  constructor(
    readonly runbook: Runbook,
    readonly state: ExecutionState,
    readonly active: ReadonlySet<string>,
  ) {
    this.steps = runbook.steps.map((step) => this.stateOf(step));
  }

  /** Why a person wants the execution stopped and compensated, if one does. */
  askedToStop(): RollbackCause | null {
    if (this.state.cancelRequested) return 'cancel';
    return this.state.rollbackRequested ? 'operator' : null;
  }

  /** Why the execution should be stopped and compensated by itself, if it should. */
  stopCause(): RollbackCause | null {
    if (this.state.timedOut) return 'timeout';
    return this.failedWith('rollback').length > 0 ? 'failure' : null;
  }

  mayHaveCrossedPointOfNoReturn(): boolean {
    return mayHaveCrossedPointOfNoReturn(this.runbook, this.state);
  }

  /** What follows from the words of people and is not written down yet. */
  owed(): readonly EngineEntry[] {
    const approved = this.steps.filter((step) => step.status === 'waiting' && isApproved(step)).map(approvedEntry);
    return [...approved, ...this.owedAuthority()];
  }

  /** What people or a failure keep the execution waiting for; null when it could go on. */
  waitsFor(): { readonly reason: PauseReason; readonly steps: readonly StepState[] } | null {
    const blocking = this.blocking();
    if (blocking.length > 0) {
      const inDoubt = blocking.some((step) => step.status === 'in_doubt');
      return { reason: inDoubt ? 'in_doubt' : 'failed_step', steps: blocking };
    }
    const waiting = this.steps.filter((step) => step.status === 'waiting');
    return waiting.length > 0 && this.startable().length === 0 ? { reason: 'approval', steps: waiting } : null;
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

  /** A promotion that counts as done because a person said so has moved the authority as well. */
  private owedAuthority(): readonly EngineEntry[] {
    const { direction } = this.runbook;
    if (direction === null || this.state.authorityMoved) return [];
    const promoted = this.runbook.steps.some((step) => step.pointOfNoReturn && this.stateOf(step).byWord);
    return promoted ? [{ type: 'authority_moved', to: direction.to }] : [];
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

function approvedEntry(step: StepState): EngineEntry {
  const last = Math.max(...step.approvals.map(({ at }) => at.getTime()));
  return {
    type: 'step_succeeded',
    stepId: step.id,
    output: { approved_by: step.approvals.map(({ by, at, comment }) => ({ by, at: at.toISOString(), comment })) },
    durationMs: step.startedAt === null ? 0 : last - step.startedAt.getTime(),
    foundDone: false,
  };
}
