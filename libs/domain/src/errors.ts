import type { JsonObject } from './json.js';

/**
 * An expected failure with a stable code that reaches the client.
 * `details` never holds secrets: it is journalled and returned as it is.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: JsonObject = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
