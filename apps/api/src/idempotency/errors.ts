import { DomainError } from '#domain/errors.js';

export class InvalidIdempotencyKeyError extends DomainError {
  constructor(issue: string) {
    super('invalid_idempotency_key', 'The Idempotency-Key is not valid', { field: 'Idempotency-Key', issue });
  }
}

/** The key has been used for something else; which of both was meant can not be known. */
export class IdempotencyKeyReusedError extends DomainError {
  constructor(since: string) {
    super('idempotency_key_reused', 'This Idempotency-Key was used for another request; take a new one', {
      field: 'Idempotency-Key',
      first_used_at: since,
    });
  }
}

/** Seconds after which most requests have been answered. */
const RETRY_AFTER_S = 1;

/** The first request with the key has not been answered yet. */
export class IdempotencyInProgressError extends DomainError {
  constructor(since: string) {
    super('idempotency_in_progress', 'A request with this Idempotency-Key is under way; ask again for its answer', {
      started_at: since,
      retry_after_seconds: RETRY_AFTER_S,
    });
  }
}

/** The first request ended without an answer, when its process died say, and may or may not have taken effect. */
export class IdempotencyOutcomeUnknownError extends DomainError {
  constructor(since: string) {
    super(
      'idempotency_outcome_unknown',
      'A request with this Idempotency-Key was cut off and may have taken effect: look first, then use a new key',
      { started_at: since },
    );
  }
}
