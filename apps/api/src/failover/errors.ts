import { DomainError } from '#domain/errors.js';

/** The request is well formed and does not fit the plan. */
export class InvalidFailoverRequestError extends DomainError {
  constructor(field: string, issue: string) {
    super('invalid_failover_request', 'Invalid failover request', { field, issue });
  }
}

export class FailoverNotFoundError extends DomainError {
  constructor(failoverId: string) {
    super('failover_not_found', 'Failover not found', { failover_id: failoverId });
  }
}
