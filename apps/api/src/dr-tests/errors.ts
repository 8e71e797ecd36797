import { DomainError } from '#domain/errors.js';

export class CriterionNotFoundError extends DomainError {
  constructor(testId: string, criteria: string) {
    super('criterion_not_found', 'The test has no such success criterion', { test_id: testId, criteria });
  }
}

/** A measurement has answered already; people judge what none can. */
export class CriterionMeasuredError extends DomainError {
  constructor(testId: string, criteria: string, status: string) {
    super('state_conflict', 'The criterion was judged by measurement and is not for a person to change', {
      test_id: testId,
      criteria,
      status,
    });
  }
}
