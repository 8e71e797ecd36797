import { DomainError } from '#domain/errors.js';
import { issueText, type Fault } from './fault.js';

/** Fields are missing, unknown or have invalid values; `details.issues` names all of them. */
export class ValidationFailedError extends DomainError {
  constructor(what: string, faults: readonly Fault[], further: readonly string[] = []) {
    super('validation_failed', `${what} validation failed`, { issues: [...faults.map(issueText), ...further] });
  }
}

/** The request as a whole can not be read. */
export class InvalidRequestError extends DomainError {
  constructor(message: string, details: { readonly field?: string; readonly issue: string }) {
    super('invalid_request', message, { ...details });
  }
}
