import { UnauthorizedError } from './errors.js';

/** RFC 6750: how to ask again, for whoever was not recognised. */
export function challengeFor(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof UnauthorizedError)) return {};
  const realm = 'Bearer realm="disaster-recovery"';
  const fault = error.reason === 'missing' ? '' : `, error="invalid_token", error_description="${error.message}"`;
  return { 'WWW-Authenticate': `${realm}${fault}` };
}
