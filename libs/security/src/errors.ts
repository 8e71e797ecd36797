import { DomainError } from '#domain/errors.js';

export type TokenFault = 'missing' | 'expired' | 'invalid';

/** The request does not show who asks. */
export class UnauthorizedError extends DomainError {
  constructor(
    readonly reason: TokenFault,
    options?: ErrorOptions,
  ) {
    super('unauthorized', MESSAGES[reason], { reason: `token_${reason}` }, options);
  }
}

const MESSAGES: Readonly<Record<TokenFault, string>> = {
  missing: 'A bearer token is required',
  expired: 'The bearer token has expired',
  invalid: 'The bearer token is not valid',
};

/** The caller is known, and has no role that allows this. */
export class ForbiddenError extends DomainError {
  constructor(permission: string) {
    super('forbidden', `This needs the permission ${permission}`, { permission });
  }
}

/** A request names somebody else as its actor, for whom the caller may not act. */
export class ActorMismatchError extends DomainError {
  constructor(field: string, claimed: string, caller: string) {
    super('actor_mismatch', `${field} is not the caller, who may not act for others`, { field, claimed, caller });
  }
}

/** Tokens can not be verified now because the provider of their keys does not answer. */
export class IdentityProviderUnavailableError extends DomainError {
  constructor(options?: ErrorOptions) {
    super('identity_provider_unavailable', 'The keys that verify tokens can not be fetched', {}, options);
  }
}

export class SecretNotFoundError extends DomainError {
  constructor(name: string) {
    super('secret_not_found', `No secret is named ${name}`, { name });
  }
}

/** A stored secret does not open: sealed under another key, under another name, or changed since. */
export class SecretUnreadableError extends DomainError {
  constructor(name: string, why: string, options?: ErrorOptions) {
    super('secret_unreadable', `The secret ${name} can not be opened: ${why}`, { name, why }, options);
  }
}
