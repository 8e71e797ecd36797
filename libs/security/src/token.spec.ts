import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { IdentityProviderUnavailableError, UnauthorizedError } from './errors.js';
import { issueToken, TokenVerifier, type TokenRequest, type TokenRules } from './token.js';

const SECRET = 'a secret that is long enough for HS256';
const RULES: TokenRules = { secret: SECRET, jwksUrl: null, issuer: null, audience: null };
const REQUEST: TokenRequest = { subject: 'admin_1', roles: ['operator'], expiresInSeconds: 60, secret: SECRET };

async function reasonOf(verified: Promise<unknown>): Promise<unknown> {
  const error = await verified.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof UnauthorizedError ? error.details['reason'] : error;
}

describe('a token of our own', () => {
  const verifier = new TokenVerifier(RULES);

  test('says who the caller is', async () => {
    const token = await issueToken({ ...REQUEST, mayActFor: ['admin_2'] });
    expect(await verifier.verify(token)).toEqual({ subject: 'admin_1', roles: ['operator'], mayActFor: ['admin_2'] });
  });

  test('gives no role that does not exist here', async () => {
    const token = await issueToken({ ...REQUEST, roles: ['offline_access', 'viewer', 'root'] });
    expect((await verifier.verify(token)).roles).toEqual(['viewer']);
  });

  test('is good until it expires, and a few seconds longer', async () => {
    expect(await reasonOf(verifier.verify(await issueToken({ ...REQUEST, expiresInSeconds: -60 })))).toBe(
      'token_expired',
    );
    expect(await verifier.verify(await issueToken({ ...REQUEST, expiresInSeconds: -2 }))).toBeTruthy();
  });

  test.each([
    ['nothing like a token', Promise.resolve('admin')],
    ['like a token, with a header that is no JSON', Promise.resolve('x.y.z')],
    ['signed by somebody else', issueToken({ ...REQUEST, secret: `${SECRET}!` })],
    ['without a signature', Promise.resolve(new UnsecuredJWT({ roles: ['admin'] }).setSubject('x').encode())],
    ['without an end', sign({ sub: 'admin_1' })],
    ['without a subject', sign({ exp: 4_000_000_000 })],
    ['with a subject that is not one line', sign({ exp: 4_000_000_000, sub: 'a\nb' })],
  ])('%s is invalid', async (_, token) => {
    expect(await reasonOf(verifier.verify(await token))).toBe('token_invalid');
  });

  test('has to come from the issuer and be meant for us, where that is configured', async () => {
    const strict = new TokenVerifier({ ...RULES, issuer: 'https://login.example/', audience: 'recovery' });
    const right = { ...REQUEST, issuer: 'https://login.example/', audience: 'recovery' };
    expect(await strict.verify(await issueToken(right))).toBeTruthy();
    expect(await reasonOf(strict.verify(await issueToken({ ...right, audience: 'other' })))).toBe('token_invalid');
    expect(await reasonOf(strict.verify(await issueToken(REQUEST)))).toBe('token_invalid');
  });
});

describe('a token of an OpenID Connect provider', () => {
  const keys = generateKeyPair('RS256', { extractable: true });
  let provider: Server;
  let rules: TokenRules;

  beforeAll(async () => {
    const jwk = { ...(await exportJWK((await keys).publicKey)), kid: 'k1', alg: 'RS256' };
    provider = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] }))).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    rules = { ...RULES, secret: null, jwksUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks` };
  });

  afterAll(async () => {
    provider.closeAllConnections();
    provider.close();
    await once(provider, 'close');
  });

  const providerToken = async () =>
    new SignJWT({ roles: ['admin'] })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setSubject('admin_1')
      .setExpirationTime('1m')
      .sign((await keys).privateKey);

  test('is verified with its key set', async () => {
    expect((await new TokenVerifier(rules).verify(await providerToken())).roles).toEqual(['admin']);
  });

  test('may stand beside tokens of our own', async () => {
    const both = new TokenVerifier({ ...rules, secret: SECRET });
    expect(await both.verify(await issueToken(REQUEST))).toBeTruthy();
    expect(await both.verify(await providerToken())).toBeTruthy();
  });

  test('can not be forged by taking the public key for a shared secret', async () => {
    const publicKey = await exportSPKI((await keys).publicKey);
    const forged = await issueToken({ ...REQUEST, secret: publicKey });
    expect(await reasonOf(new TokenVerifier(rules).verify(forged))).toBe('token_invalid');
  });

  test('is not blamed when the provider does not answer', async () => {
    const lost = new TokenVerifier({ ...rules, jwksUrl: 'http://127.0.0.1:1/jwks' });
    expect(await reasonOf(lost.verify(await providerToken()))).toBeInstanceOf(IdentityProviderUnavailableError);
  });
});

function sign(claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));
}
