import type { JsonObject } from '../json.js';

/** A failure as it is kept and shown: no stack, no secret. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}
