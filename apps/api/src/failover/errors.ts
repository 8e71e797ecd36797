import { DomainError } from '#domain/errors.js';
import type { Finding } from '#domain/readiness/finding.js';

/** The request is well formed and does not fit the plan. */
export class InvalidFailoverRequestError extends DomainError {
  constructor(field: string, issue: string) {
    super('invalid_failover_request', 'Invalid failover request', { field, issue });
  }
}

/** A planned failover can wait until it would go through. */
export class PlanNotReadyError extends DomainError {
  constructor(planId: string, findings: readonly Finding[]) {
    super('plan_not_ready', 'The plan is not ready for a planned failover', {
      plan_id: planId,
      findings: findings.map(({ code, severity, subject, message }) => ({ code, severity, subject, message })),
      readiness: `/disaster-recovery/plans/${planId}/readiness`,
    });
  }
}

export class FailoverNotFoundError extends DomainError {
  constructor(failoverId: string) {
    super('failover_not_found', 'Failover not found', { failover_id: failoverId });
  }
}
