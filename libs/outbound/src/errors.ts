import { DomainError } from '#domain/errors.js';
import type { JsonObject } from '#domain/json.js';

/** The signal fired: the time is up, it was cancelled, or (for a step) the lease is lost. Nothing more was done. */
export class ActionAbortedError extends DomainError {
  constructor(what: string, details: JsonObject = {}, cause?: unknown) {
    super('action_aborted', `${what} was stopped before it was through`, details, { cause });
  }
}

/** A peer that refuses, does not answer in time, or hangs up. */
export class PeerUnreachableError extends DomainError {
  constructor(
    readonly peer: string,
    readonly why: string,
    cause?: unknown,
  ) {
    super('peer_unreachable', `${peer} can not be reached: ${why}`, { peer, why }, { cause });
  }
}

/**
 * Says why without leaking what: messages of network errors name addresses, and a URL parser's error holds the whole
 * URL with its password. So only the code of the operating system or of Node gets out.
 */
export function networkReason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown error';
  // Several addresses were tried; the last of them says as much as the others.
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return networkReason(error.errors.at(-1));
  }
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? (REASONS[code] ?? code) : 'the connection was closed';
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  ETIMEDOUT: 'timed out',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name server does not answer',
  ENOENT: 'no such socket',
};
