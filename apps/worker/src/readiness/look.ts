import { DomainError } from '#domain/errors.js';
import type { LiveActionCatalog } from '#actions/catalog.js';
import type { CanaryLog, SecretResolver } from '#actions/ports.js';
import type { PostgresSessions } from '#actions/postgres/sessions.js';

/** What it takes to look at the world. */
export interface Look {
  readonly actions: LiveActionCatalog;
  readonly secrets: SecretResolver;
  readonly sessions: PostgresSessions;
  readonly canaries: CanaryLog;
  readonly canaryKey: Buffer;
  /** Fires when the evaluation has taken too long, or the worker stops. */
  readonly signal: AbortSignal;
}

/** Milliseconds for one look at one thing: what takes longer is as good as gone. */
export const LOOK_MS = 8_000;

/**
 * Why something could not be looked at, in words for people; messages of our own errors hold no secret.
 * @throws the signal's reason, and what is no error of the world but a bug of ours.
 */
export function whyNot(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (error instanceof DomainError) return error.message;
  throw error;
}
