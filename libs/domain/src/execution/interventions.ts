import { DomainError } from '../errors.js';
import type { Runbook } from '../runbook/runbook.js';
import { hasUngracefulVariant } from '../runbook/ungraceful.js';
import { approvalExpiry, isApproved } from './approval.js';
import { UnknownStepError, type ExecutionState } from './execution-state.js';
import type { DoubtResolution, RequestEntry } from './journal-entry.js';
import { mayHaveCrossedPointOfNoReturn } from './point-of-no-return.js';
import type { StepState } from './step-state.js';
import { isTerminal, type ExecutionStatus, type StepStatus } from './transitions.js';

/** What a person may ask of an execution that is under way. */
export type Intervention = Exclude<RequestEntry, { type: 'execution_requested' }>;
type StepIntervention = Extract<Intervention, { readonly stepId: string }>;
type ExecutionIntervention = Exclude<Intervention, StepIntervention>;

/** Names by which people know them: the last part of their addresses. */
export const ACTION_NAMES: Readonly<Record<Intervention['type'], string>> = {
  pause_requested: 'pause',
  resume_requested: 'resume',
  cancel_requested: 'cancel',
  rollback_requested: 'rollback',
  ungraceful_requested: 'switch-to-ungraceful',
  step_confirmed: 'confirm',
  step_approved: 'approve',
  step_declined: 'decline',
  retry_requested: 'retry',
  skip_requested: 'skip',
  doubt_resolved: 'resolve',
};

/** What was asked is not possible in the state in which the execution or step is. */
export class StateConflictError extends DomainError {
  constructor(
    action: string,
    executionId: string,
    status: ExecutionStatus | StepStatus,
    { stepId, hint }: { readonly stepId?: string; readonly hint?: string | undefined } = {},
  ) {
    super(
      'state_conflict',
      `${action} is not possible while ${stepId === undefined ? 'the execution' : `step ${stepId}`} is ${status}` +
        (hint === undefined ? '' : `: ${hint}`),
      { execution_id: executionId, status, ...(stepId === undefined ? {} : { step_id: stepId }) },
    );
  }
}

export class PastPointOfNoReturnError extends DomainError {
  constructor(executionId: string) {
    super(
      'past_point_of_no_return',
      'The point of no return may have been crossed: the failover can only go forward. Retry or skip the failed step',
      { execution_id: executionId },
    );
  }
}

/** Somebody whose approval does not count for this step. */
export class NotAnApproverError extends DomainError {
  constructor(code: 'approval_role_missing' | 'initiator_excluded', stepId: string, message: string) {
    super(code, message, { step_id: stepId });
  }
}

/** Each person counts once. */
export class AlreadyApprovedError extends DomainError {
  constructor(stepId: string) {
    super('already_approved', 'You have approved this step already', { step_id: stepId });
  }
}

/** Everything that a request is judged by. */
export interface Situation {
  readonly runbook: Runbook;
  readonly state: ExecutionState;
  /** By the clock that has written the journal. */
  readonly now: Date;
}

/** What is asked, as far as the state has a say in it; a request without a resolution may have any. */
export interface Asked {
  readonly type: Intervention['type'];
  readonly stepId?: string;
  readonly resolution?: DoubtResolution;
}

type Rule = (situation: Situation) => DomainError | null;
type StepRule = (situation: Situation, step: StepState, request: Asked) => DomainError | null;

const ON_EXECUTIONS: Readonly<Record<ExecutionIntervention['type'], Rule>> = {
  pause_requested: ({ state }) =>
    state.pauseRequested === null
      ? null
      : refusal(state, 'pause_requested', 'it is asked for already; resume lifts it'),
  resume_requested: ({ state }) =>
    state.pauseRequested !== null
      ? null
      : refusal(state, 'resume_requested', 'no operator has paused it: do what it waits for'),
  cancel_requested: wayBack,
  rollback_requested: wayBack,
  ungraceful_requested: ({ runbook, state }) => {
    const refuse = (hint: string) => refusal(state, 'ungraceful_requested', hint);
    if (mayHaveCrossedPointOfNoReturn(runbook, state)) return new PastPointOfNoReturnError(state.executionId);
    if (!hasUngracefulVariant(runbook)) return refuse('it is no planned failover that could go on as an unplanned one');
    if (state.ungraceful !== null) return refuse('it was switched already');
    return state.status === 'paused' ? null : refuse('pause it first');
  },
};

const ON_STEPS: Readonly<Record<StepIntervention['type'], StepRule>> = {
  step_confirmed: ({ state }, step) => {
    if (step.status !== 'waiting') return stepRefusal(state, step, 'step_confirmed');
    return step.approval === null ? null : stepRefusal(state, step, 'step_confirmed', 'it needs approvals: approve it');
  },
  step_approved: approvable('step_approved'),
  step_declined: approvable('step_declined'),
  retry_requested: ({ state }, step) =>
    step.status === 'failed' || step.status === 'in_doubt' ? null : stepRefusal(state, step, 'retry_requested'),
  skip_requested: ({ state }, step) => {
    if (!SKIPPABLE.includes(step.status)) return stepRefusal(state, step, 'skip_requested');
    // Otherwise one operator could do without the approval of all the others.
    const hint = 'what needs approvals can be approved, declined or asked for again, but not skipped';
    return step.approval === null ? null : stepRefusal(state, step, 'skip_requested', hint);
  },
  doubt_resolved: ({ state }, step, { resolution = 'redo' }) => {
    const refuse = (hint: string) => stepRefusal(state, step, 'doubt_resolved', hint);
    if (step.status !== 'in_doubt') return refuse('only a step in doubt is resolved');
    return step.approval === null || resolution === 'redo' ? null : refuse('what needs approvals can only be redone');
  },
};

/** A running step is nobody's to take away, and a pending one has kept nothing back yet. */
const SKIPPABLE: readonly StepStatus[] = ['waiting', 'failed', 'in_doubt'];

/**
 * Whether the state allows a request; the only judge of that.
 * @returns null, or why not.
 * @throws UnknownStepError
 */
export function stateForbids(situation: Situation, request: Asked): DomainError | null {
  const { state } = situation;
  const step = request.stepId === undefined ? null : state.steps.get(request.stepId);
  if (step === undefined) throw new UnknownStepError(state.executionId, request.stepId!);
  if (isTerminal(state.status) || state.status === 'rolling_back') return refusal(state, request.type);
  return step === null
    ? ON_EXECUTIONS[request.type as ExecutionIntervention['type']](situation)
    : ON_STEPS[request.type as StepIntervention['type']](situation, step, request);
}

/** Whether this person may ask for it: whose approval counts is the step's to say. */
export function personForbids(
  { state }: Situation,
  request: Intervention,
  roles: readonly string[],
): DomainError | null {
  if (request.type !== 'step_approved' && request.type !== 'step_declined') return null;
  const { stepId, by } = request;
  const { approval, approvals } = state.steps.get(stepId)!;
  if (approval === null) return null;
  if (approval.role !== null && !roles.includes(approval.role)) {
    const message = `Only somebody with the role ${approval.role} approves or declines this step`;
    return new NotAnApproverError('approval_role_missing', stepId, message);
  }
  if (approval.excludeInitiator && state.requestedBy === by) {
    const message = 'Whoever has asked for the execution does not approve or decline this step';
    return new NotAnApproverError('initiator_excluded', stepId, message);
  }
  const again = request.type === 'step_approved' && approvals.some((given) => given.by === by);
  return again ? new AlreadyApprovedError(stepId) : null;
}

/**
 * What is written down for a request that nothing forbids. With a switch to ungraceful goes what becomes of the steps
 * that were done gracefully until now: those that only a graceful failover needs are skipped, others that have failed
 * are tried again in the other way.
 */
export function entriesFor({ runbook, state }: Situation, request: Intervention): readonly Intervention[] {
  if (request.type !== 'ungraceful_requested') return [request];
  const { by, comment } = request;
  const consequences = runbook.steps.flatMap(({ id: stepId, whenUngraceful }): readonly Intervention[] => {
    if (whenUngraceful === undefined) return [];
    const { status } = state.steps.get(stepId)!;
    if (whenUngraceful === 'skip') {
      const open = status === 'pending' || status === 'failed' || status === 'in_doubt';
      return open ? [{ type: 'skip_requested', stepId, by, comment }] : [];
    }
    return status === 'failed' ? [{ type: 'retry_requested', stepId, by, comment }] : [];
  });
  return [request, ...consequences];
}

/** Names of what may be asked of the execution as a whole now. */
export function allowedActions(situation: Situation): readonly string[] {
  const types = Object.keys(ON_EXECUTIONS) as readonly ExecutionIntervention['type'][];
  return types.filter((type) => stateForbids(situation, { type }) === null).map((type) => ACTION_NAMES[type]);
}

/** Names of what may be asked of a step now. */
export function allowedStepActions(situation: Situation, stepId: string): readonly string[] {
  const types = Object.keys(ON_STEPS) as readonly StepIntervention['type'][];
  return types.filter((type) => stateForbids(situation, { type, stepId }) === null).map((type) => ACTION_NAMES[type]);
}

function wayBack({ runbook, state }: Situation): DomainError | null {
  // What was begun may have happened, whatever became of it since.
  return mayHaveCrossedPointOfNoReturn(runbook, state) ? new PastPointOfNoReturnError(state.executionId) : null;
}

function approvable(type: 'step_approved' | 'step_declined'): StepRule {
  return ({ state, now }, step) => {
    if (step.approval === null) return stepRefusal(state, step, type, 'it needs no approval: confirm it');
    if (step.status !== 'waiting') return stepRefusal(state, step, type);
    if (isApproved(step)) return stepRefusal(state, step, type, 'it has all its approvals');
    const expiry = approvalExpiry(step);
    const late = expiry !== null && expiry.getTime() <= now.getTime();
    return late ? stepRefusal(state, step, type, 'it comes too late') : null;
  };
}

function refusal(state: ExecutionState, type: Intervention['type'], hint?: string): DomainError {
  return new StateConflictError(ACTION_NAMES[type], state.executionId, state.status, { hint });
}

function stepRefusal(state: ExecutionState, step: StepState, type: Intervention['type'], hint?: string): DomainError {
  return new StateConflictError(ACTION_NAMES[type], state.executionId, step.status, { stepId: step.id, hint });
}
