import { DomainError } from '#domain/errors.js';
import type { HealthCheck } from '#domain/plan/plan-document.js';
import type { SecretResolver } from '../ports.js';
import type { PostgresSessions } from '../postgres/sessions.js';
import { lookHttp } from './http.js';
import { stoppable } from '../stoppable.js';
import { lookPostgres } from './postgres.js';
import { lookTcp } from './tcp.js';
import type { Look } from './until-healthy.js';

const DEFAULT_TIMEOUT_S = 2;

class HealthCheckTimedOut extends Error {}

export interface CheckParts {
  readonly secrets: SecretResolver;
  readonly sessions: PostgresSessions;
}

/**
 * Looks once. Whatever keeps it from looking (a secret that is gone, an address that is denied) is a reason, too, why
 * the site is not known to be healthy. Throws only when the signal has fired.
 */
export async function checkOnce(check: HealthCheck, parts: CheckParts, signal: AbortSignal): Promise<Look> {
  const timeoutMs = (check.timeout ?? DEFAULT_TIMEOUT_S) * 1000;
  const limit = new AbortController();
  try {
    // The whole look, whatever it is made of: finding the secret, connecting, logging in, asking.
    return await stoppable(look(check, timeoutMs, parts, limit.signal), {
      what: 'a health check',
      signal,
      timeoutMs,
      stop: () => limit.abort(),
      onTimeout: () => new HealthCheckTimedOut(),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HealthCheckTimedOut) return { unhealthy: 'timed out' };
    return { unhealthy: error instanceof DomainError ? error.message : 'the check can not be made' };
  }
}

function look(
  check: HealthCheck,
  timeout_ms: number,
  { secrets, sessions }: CheckParts,
  signal: AbortSignal,
): Promise<Look> {
  switch (check.type) {
    case 'http':
      return lookHttp(secrets, { url: check.url, timeout_ms }, signal);
    case 'tcp':
      return lookTcp({ host: check.host, port: check.port, timeout_ms }, signal);
    case 'postgres':
      return lookPostgres(sessions, { url: check.url, timeout_ms }, signal);
  }
}
