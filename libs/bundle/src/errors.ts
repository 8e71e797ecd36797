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
