import { DomainError } from '#domain/errors.js';

/** Secrets that the plan refers to can not be put into a bundle: they are not there, or do not open. */
export class BundleSecretsMissingError extends DomainError {
  constructor(names: readonly string[]) {
    super('bundle_secrets_missing', 'Secrets that the plan refers to can not be read', { names: [...names] });
  }
}
