import { DomainError } from '#domain/errors.js';
import type { HealthCheck } from '#domain/plan/plan-document.js';
import type { SecretResolver } from '../ports.js';
import type { PostgresSessions } from '../postgres/sessions.js';
import { lookHttp } from './http.js';
import { lookPostgres } from './postgres.js';
import { lookTcp } from './tcp.js';
import type { Look } from './until-healthy.js';

const DEFAULT_TIMEOUT_S = 2;

export interface CheckParts {
  readonly secrets: SecretResolver;
  readonly sessions: PostgresSessions;
}

/**
 * Looks once. Whatever keeps it from looking (a secret that is gone, an address that is denied) is a reason, too, why
 * the site is not known to be healthy. Throws only when the signal has fired.
 */
export async function checkOnce(check: HealthCheck, parts: CheckParts, signal: AbortSignal): Promise<Look> {
  try {
    return await look(check, parts, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { unhealthy: error instanceof DomainError ? error.message : 'the check can not be made' };
  }
}

function look(check: HealthCheck, { secrets, sessions }: CheckParts, signal: AbortSignal): Promise<Look> {
  const timeout_ms = (check.timeout ?? DEFAULT_TIMEOUT_S) * 1000;
  switch (check.type) {
    case 'http':
      return lookHttp(secrets, { url: check.url, timeout_ms }, signal);
    case 'tcp':
      return lookTcp({ host: check.host, port: check.port, timeout_ms }, signal);
    case 'postgres':
      return lookPostgres(sessions, { url: check.url, timeout_ms }, signal);
  }
}
