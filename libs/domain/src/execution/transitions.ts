import { DomainError } from '../errors.js';

export const EXECUTION_STATUSES = [
  'pending',
  'running',
  'paused',
  'rolling_back',
  'completed',
  'completed_with_exceptions',
  'failed',
  'cancelled',
  'rolled_back',
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export const STEP_STATUSES = [
  'pending',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'in_doubt',
  'undone',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** What is not in this table throws. */
export const EXECUTION_TRANSITIONS: Transitions<ExecutionStatus> = {
  pending: ['running', 'cancelled', 'failed'],
  running: ['paused', 'rolling_back', 'completed', 'completed_with_exceptions', 'failed', 'cancelled'],
  paused: ['running', 'rolling_back', 'cancelled', 'failed', 'completed_with_exceptions'],
  rolling_back: ['rolled_back', 'failed'],
  completed: [],
  completed_with_exceptions: [],
  failed: [],
  cancelled: [],
  rolled_back: [],
};

export const STEP_TRANSITIONS: Transitions<StepStatus> = {
  // A step that is pending again, or was skipped, after it had begun may have left half of its effect to undo.
  pending: ['running', 'skipped', 'undone'],
  // running → running is a further attempt, or the same one taken up again after a crash.
  running: ['running', 'waiting', 'succeeded', 'failed', 'in_doubt', 'undone'],
  waiting: ['succeeded', 'skipped', 'failed', 'undone'],
  succeeded: ['undone'],
  failed: ['pending', 'skipped', 'undone'],
  skipped: ['undone'],
  in_doubt: ['pending', 'succeeded', 'skipped', 'undone'],
  undone: [],
};

export const TERMINAL_STATUSES: readonly ExecutionStatus[] = EXECUTION_STATUSES.filter(
  (status) => EXECUTION_TRANSITIONS[status].length === 0,
);

export function isTerminal(status: ExecutionStatus): boolean {
  return EXECUTION_TRANSITIONS[status].length === 0;
}

/** A transition that the tables do not allow: a bug or a forged journal, never an expected state. */
export class IllegalTransitionError extends DomainError {
  constructor(what: 'execution' | 'step', id: string, from: string, to: string) {
    super('illegal_transition', `${what} ${id} can not go from ${from} to ${to}`, { what, id, from, to });
  }
}

export function moveExecution(id: string, from: ExecutionStatus, to: ExecutionStatus): ExecutionStatus {
  if (!EXECUTION_TRANSITIONS[from].includes(to)) throw new IllegalTransitionError('execution', id, from, to);
  return to;
}

export function moveStep(id: string, from: StepStatus, to: StepStatus): StepStatus {
  if (!STEP_TRANSITIONS[from].includes(to)) throw new IllegalTransitionError('step', id, from, to);
  return to;
}
