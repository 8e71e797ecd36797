import { DomainError } from '#domain/errors.js';

export class PlanNotFoundError extends DomainError {
  constructor(planId: string) {
    super('plan_not_found', 'Disaster recovery plan not found', { plan_id: planId });
  }
}

export class PlanVersionNotFoundError extends DomainError {
  constructor(planId: string, version: string | number) {
    super('plan_version_not_found', 'The plan has no such version', { plan_id: planId, version });
  }
}

/** The plan has no such finding, or it is over. */
export class FindingNotFoundError extends DomainError {
  constructor(findingId: string) {
    super('finding_not_found', 'The plan has no such open finding', { finding_id: findingId });
  }
}

/** The plan has been changed since the caller read it; `current_version` is what to read and change again. */
export class PlanChangedError extends DomainError {
  constructor(planId: string, currentVersion: number) {
    super('precondition_failed', 'The plan has been changed in the meantime: read it again and repeat the change', {
      plan_id: planId,
      current_version: currentVersion,
    });
  }
}

/** An archived plan is kept for its history: nothing is executed with it, and it is not changed. */
export class PlanArchivedError extends DomainError {
  constructor(planId: string) {
    super('plan_archived', 'The plan is archived: restore it with POST /disaster-recovery/plans/{plan_id}/restore', {
      plan_id: planId,
    });
  }
}

/** A cursor that this service has not given out for this list. */
export class InvalidCursorError extends DomainError {
  constructor() {
    super('validation_failed', 'Query validation failed', {
      issues: ['Invalid cursor value: must be the next_cursor of an answer with the same sort'],
    });
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

export class UnknownTimeZoneError extends DomainError {
  constructor(timeZone: string) {
    super('unknown_time_zone', 'The time zone is not known', { timezone: timeZone });
  }
}

/** A range of time that begins after its end, or has more days than are shown one by one. */
export class AnalyticsRangeError extends DomainError {
  constructor(readonly fault: 'reversed' | 'too long') {
    super('invalid_range', `The range of dates is ${fault}`);
  }
}

export class AlertNotFoundError extends DomainError {
  constructor(alertId: string) {
    super('alert_not_found', 'Alert not found', { alert_id: alertId });
  }
}

/** The id stands for another execution, or for this one with another content. Nothing was written. */
export class IngestConflictError extends DomainError {
  constructor(executionId: string) {
    super('ingest_conflict', 'There is an execution of this id with another content', { execution_id: executionId });
  }
}

/** Two that stop, rewind and start the same server would undo each other's work. */
export class ReprotectInProgressError extends DomainError {
  constructor(planId: string) {
    super('reprotect_in_progress', 'The plan is being reprotected already', { plan_id: planId });
  }
}
