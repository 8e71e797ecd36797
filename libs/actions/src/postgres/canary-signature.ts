import { createHmac, timingSafeEqual } from 'node:crypto';

/** Block size of SHA-256 in bytes (FIPS 180-4), as HMAC needs it. */
const BLOCK = 64;

/** What a canary's own key is derived from: everything that is known before the server has seen the row. */
export interface CanaryIdentity {
  readonly planId: string;
  readonly componentId: string;
  readonly epoch: number;
  /** Random for every write. */
  readonly nonce: string;
}

/** What the server adds while it writes the row. */
export interface CanaryStamp {
  /** `system identifier/timeline` of the server that wrote it. */
  readonly history: string;
  readonly seq: number;
  /** Microseconds since 1970 on the server's clock, as a decimal number. */
  readonly writtenAtMicros: string;
}

/**
 * The signature must cover the server's time, yet the row is to be written in one round trip: so the server computes
 * the HMAC. The service's key must never reach it; it gets a key of this one row, which is worth nothing for others.
 */
function rowKey(key: Buffer, { planId, componentId, epoch, nonce }: CanaryIdentity): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([planId, componentId, epoch, nonce]))
    .digest();
}

/** The two padded keys of HMAC (RFC 2104, section 2): PostgreSQL has sha256() but, without pgcrypto, no hmac(). */
export function signingPads(key: Buffer, identity: CanaryIdentity): { readonly inner: Buffer; readonly outer: Buffer } {
  const padded = Buffer.concat([rowKey(key, identity)], BLOCK);
  return {
    inner: Buffer.from(padded.map((byte) => byte ^ 0x36)),
    outer: Buffer.from(padded.map((byte) => byte ^ 0x5c)),
  };
}

export function isSignedBy(key: Buffer, identity: CanaryIdentity, stamp: CanaryStamp, signature: Buffer): boolean {
  const expected = createHmac('sha256', rowKey(key, identity))
    .update(`${stamp.history}|${stamp.seq}|${stamp.writtenAtMicros}`)
    .digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
