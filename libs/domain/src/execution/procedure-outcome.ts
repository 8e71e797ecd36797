import type { Runbook } from '../runbook/runbook.js';
import type { ExecutionState, StepState } from './execution-state.js';
import type { StepStatus } from './transitions.js';

/** What became of a procedure's steps, those of the procedures before it among them. The counts add up to the total. */
export interface ProcedureOutcome {
  readonly steps_total: number;
  readonly steps_succeeded: number;
  /** Walked through: nothing was done. */
  readonly steps_simulated: number;
  readonly steps_failed: number;
  readonly steps_skipped: number;
  readonly steps_undone: number;
  /** Nobody knows whether they had their effect. */
  readonly steps_in_doubt: number;
  readonly steps_not_done: number;
  /** Milliseconds from the start to the end of the last step, people's time included; null when no step has ended. */
  readonly duration_ms: number | null;
}

export function procedureOutcome({ mode }: Runbook, state: ExecutionState): ProcedureOutcome {
  const steps = [...state.steps.values()];
  const count = (...statuses: readonly StepStatus[]): number =>
    steps.filter((step) => statuses.includes(step.status)).length;
  const succeeded = count('succeeded');
  return {
    steps_total: steps.length,
    steps_succeeded: mode === 'live' ? succeeded : 0,
    steps_simulated: mode === 'live' ? 0 : succeeded,
    steps_failed: count('failed'),
    steps_skipped: count('skipped'),
    steps_undone: count('undone'),
    steps_in_doubt: count('in_doubt'),
    steps_not_done: count('pending', 'running', 'waiting'),
    duration_ms: durationMs(state.startedAt, steps),
  };
}

function durationMs(startedAt: Date | null, steps: readonly StepState[]): number | null {
  const ends = steps.flatMap(({ endedAt }) => endedAt?.getTime() ?? []);
  return startedAt === null || ends.length === 0 ? null : Math.max(0, Math.max(...ends) - startedAt.getTime());
}
