import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';

export { ActionAbortedError, networkReason, PeerUnreachableError } from '#outbound/errors.js';

/** The effect that a step was to have is not there. */
export class EffectMissingError extends DomainError {
  constructor(message: string, details: JsonObject = {}) {
    super('effect_missing', message, details);
  }
}
