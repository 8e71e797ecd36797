import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { IdentityProviderUnavailableError, UnauthorizedError } from './errors.js';
import { isRole, type Caller } from './identity.js';
import { VerifiedTokens } from './verified-tokens.js';

const CLOCK_TOLERANCE_S = 5;
const SYMMETRIC = 'HS256';
/** Never a symmetric one: a public key must not be taken for a shared secret. */
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

export interface TokenRequest {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly expiresInSeconds: number;
  readonly secret: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** Subjects whose names the bearer may put into requests; `*` stands for anybody. */
  readonly mayActFor?: readonly string[];
}

/** Issues a token signed with the shared secret (HS256). */
export async function issueToken(request: TokenRequest): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { roles: request.roles, ...(request.mayActFor ? { may_act_for: request.mayActFor } : {}) };
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: SYMMETRIC, typ: 'JWT' })
    .setSubject(request.subject)
    .setIssuedAt(now)
    .setExpirationTime(now + request.expiresInSeconds);
  if (request.issuer !== undefined) token.setIssuer(request.issuer);
  if (request.audience !== undefined) token.setAudience(request.audience);
  return token.sign(new TextEncoder().encode(request.secret));
}

export interface TokenRules {
  /** HS256. */
  readonly secret: string | null;
  /** Key set of an OpenID Connect provider. */
  readonly jwksUrl: string | null;
  readonly issuer: string | null;
  readonly audience: string | null;
}

export class TokenVerifier {
  private readonly secret: Uint8Array | null;
  private readonly keySet: ReturnType<typeof createRemoteJWKSet> | null;
  private readonly verified = new VerifiedTokens<Caller>();

  constructor(private readonly rules: TokenRules) {
    this.secret = rules.secret === null ? null : new TextEncoder().encode(rules.secret);
    this.keySet = rules.jwksUrl === null ? null : createRemoteJWKSet(new URL(rules.jwksUrl));
  }

  /** Whom a token speaks for that was verified lately; undefined says nothing about it. */
  known(token: string): Caller | undefined {
    return this.verified.get(token);
  }

  /** @throws UnauthorizedError, IdentityProviderUnavailableError */
  async verify(token: string): Promise<Caller> {
    const known = this.known(token);
    if (known !== undefined) return known;
    try {
      const payload = await this.payloadOf(token);
      const caller = callerOf(payload);
      // Required of every token, so it is there.
      this.verified.add(token, caller, payload.exp!);
      return caller;
    } catch (error) {
      throw toOurs(error);
    }
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.rules;
    const claims = {
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['sub', 'exp'],
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    };
    if (algorithmOf(token) === SYMMETRIC && this.secret) {
      return (await jwtVerify(token, this.secret, { ...claims, algorithms: [SYMMETRIC] })).payload;
    }
    if (!this.keySet) throw new UnauthorizedError('invalid');
    return (await jwtVerify(token, this.keySet, { ...claims, algorithms: ASYMMETRIC })).payload;
  }
}

/** Whatever can not be read here is the token's fault, and no provider was asked. */
function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch (cause) {
    throw new UnauthorizedError('invalid', { cause });
  }
}

function callerOf(payload: JWTPayload): Caller {
  const { sub } = payload;
  if (sub === undefined || !SUBJECT.test(sub)) throw new UnauthorizedError('invalid');
  return { subject: sub, roles: texts(payload['roles']).filter(isRole), mayActFor: texts(payload['may_act_for']) };
}

function texts(claim: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return items.filter((item) => typeof item === 'string');
}

/** Codes of jose that blame the provider of the keys, not the token. */
const PROVIDER_FAULTS = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'];

function toOurs(error: unknown): Error {
  if (error instanceof UnauthorizedError) return error;
  if (error instanceof errors.JWTExpired) return new UnauthorizedError('expired', { cause: error });
  // jose's TypeErrors are about the token; fetch's has a cause.
  const ofJose = error instanceof TypeError && error.cause === undefined;
  const ofToken = ofJose || (error instanceof errors.JOSEError && !PROVIDER_FAULTS.includes(error.code));
  return ofToken
    ? new UnauthorizedError('invalid', { cause: error })
    : new IdentityProviderUnavailableError({ cause: error });
}
