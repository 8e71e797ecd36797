import { DomainError } from '#domain/errors.js';
import type { ExecutionStatus, StepStatus } from '#domain/execution/transitions.js';

export class PlanNotFoundError extends DomainError {
  constructor(planId: string) {
    super('plan_not_found', 'Disaster recovery plan not found', { plan_id: planId });
  }
}

export class ExecutionNotFoundError extends DomainError {
  constructor(executionId: string) {
    super('execution_not_found', 'Execution not found', { execution_id: executionId });
  }
}

/** A plan has at most one failover that is not over; the database holds to that. */
export class FailoverInProgressError extends DomainError {
  constructor(planId: string, failoverId: string | null) {
    super('failover_in_progress', 'A failover of this plan is already in progress', {
      plan_id: planId,
      failover_id: failoverId,
    });
  }
}

/** What was asked is not possible in the state in which the execution or step is. */
export class StateConflictError extends DomainError {
  constructor(request: string, executionId: string, status: ExecutionStatus | StepStatus, stepId?: string) {
    super(
      'state_conflict',
      `${request} is not possible while ${stepId ? `step ${stepId}` : 'the execution'} is ${status}`,
      {
        execution_id: executionId,
        status,
        ...(stepId === undefined ? {} : { step_id: stepId }),
      },
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
