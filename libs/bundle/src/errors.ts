import { DomainError } from '#domain/errors.js';

/** Not a bundle, not of this service, or changed since it was signed. Nothing of it is to be believed. */
export class InvalidBundleError extends DomainError {
  constructor(why: string) {
    super('invalid_bundle', `The bundle is not valid: ${why}`, { why });
  }
}

/** A key that is none. */
export class InvalidKeyError extends DomainError {
  constructor(why: string) {
    super('invalid_key', `The key can not be read: ${why}`, { why });
  }
}

/** The passphrase is another one, or the sealed secrets are not what was sealed. */
export class SecretsLockedError extends DomainError {
  constructor(why: string, options?: ErrorOptions) {
    super('secrets_locked', `The secrets of the bundle can not be opened: ${why}`, { why }, options);
  }
}

/** The bundle has no runbook for what is asked. */
export class NoSuchRunbookError extends DomainError {
  constructor(asked: string, known: readonly string[]) {
    super('runbook_not_found', `The bundle has no runbook for ${asked}; it has ${known.join(', ')}`, {
      asked,
      known: [...known],
    });
  }
}

/** A journal that no engine has written for the runbook it says it is of. */
export class InvalidExportError extends DomainError {
  constructor(why: string) {
    super('invalid_execution_export', `The execution can not be taken in: ${why}`, { why });
  }
}

/** Only what has ended is taken in: an execution has one that drives it, and that is not the service. */
export class NotEndedError extends DomainError {
  constructor(executionId: string, status: string) {
    super('execution_not_ended', `The execution is ${status}: end it with drctl, then take it in`, {
      execution_id: executionId,
      status,
    });
  }
}
