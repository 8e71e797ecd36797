import { issueToken, type TokenRequest } from '#security/token.js';
import { type Environment, given } from './settings.js';

/** A token that the API, given the same environment, accepts. */
export function issueAccessToken(
  request: Omit<TokenRequest, 'issuer' | 'audience'>,
  env: Environment,
): Promise<string> {
  const issuer = given(env, 'JWT_ISSUER');
  const audience = given(env, 'JWT_AUDIENCE');
  return issueToken({
    ...request,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  });
}
