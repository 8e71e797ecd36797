import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';

/** The plan is not as it has to be before a live switchover test goes on. Nothing was moved by this. */
export class SwitchoverNotReadyError extends DomainError {
  constructor(reasons: readonly string[]) {
    super('switchover_not_ready', reasons.join('; '), { reasons });
  }
}

/** An execution that the test has started did not do what it was for. */
export class LegFailedError extends DomainError {
  constructor(executionId: string, why: string, details: JsonObject) {
    super('leg_failed', `${executionId} ${why}`, { execution_id: executionId, ...details });
  }
}
