import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';

/** The server answered with an error. The message is the server's own; its DETAIL, which can hold rows, is left out. */
export class PostgresQueryError extends DomainError {
  constructor(
    server: string,
    readonly sqlState: string,
    message: string,
    cause?: unknown,
  ) {
    super('postgres_error', `${server}: ${message}`, { server, sqlstate: sqlState }, { cause });
  }
}

/** A URL that is none, or not of PostgreSQL. It is not repeated: it may hold a password. */
export class InvalidPostgresUrlError extends DomainError {
  constructor() {
    super('invalid_postgres_url', 'the url is not of the form postgres://user@host:port/database');
  }
}

export class WrongRoleError extends DomainError {
  constructor(server: string, expected: 'primary' | 'standby', details: JsonObject = {}) {
    super('wrong_role', `${server} is not a ${expected}`, { server, expected, ...details });
  }
}

/** It is not proven that the server takes no more writes. */
export class FenceUnconfirmedError extends DomainError {
  constructor(server: string, why: string, cause?: unknown) {
    super('fence_unconfirmed', `${server} may still take writes: ${why}`, { server, why }, { cause });
  }
}

/** Something newer holds the authority; this caller must not act any more. */
export class StaleEpochError extends DomainError {
  constructor(what: string, epoch: number, newer: number | null) {
    super('stale_epoch', `${what} belongs to a newer epoch than ${epoch}`, { what, epoch, newer });
  }
}

/** Whether the server may not have done what it was told, because it could not be asked or told. */
export function isUnreachable(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'peer_unreachable';
}
