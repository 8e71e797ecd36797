import type { TestStatus } from '#domain/dr-test/dr-test.js';
import { DomainError } from '#domain/errors.js';

export class TestNotFoundError extends DomainError {
  constructor(testId: string) {
    super('test_not_found', 'DR test not found', { test_id: testId });
  }
}

/** What was asked is not possible in the state in which the test is. */
export class TestStateConflictError extends DomainError {
  constructor(request: string, testId: string, status: TestStatus) {
    super('state_conflict', `${request} is not possible while the test is ${status}`, { test_id: testId, status });
  }
}

/** The test is over, or driven by another worker by now: nothing may be started in its name. */
export class TestNoLongerHeldError extends DomainError {
  constructor(testId: string) {
    super('test_not_held', 'The test is over, or another worker drives it by now', { test_id: testId });
  }
}
