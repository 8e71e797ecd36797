import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { InvalidKeyError } from './errors.js';

/** DER of a PKCS #8 Ed25519 key up to its 32 bytes (RFC 8410), and of its public half. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const KEY_ID_DIGITS = 16;

/** Verifies what one service has signed. */
export class VerifyingKey {
  /** Names the key, and says nothing else of it. */
  readonly keyId: string;

  private constructor(
    private readonly key: KeyObject,
    /** The 32 bytes in base64url. */
    readonly text: string,
  ) {
    this.keyId = createHash('sha256').update(Buffer.from(text, 'base64url')).digest('hex').slice(0, KEY_ID_DIGITS);
  }

  static of(key: KeyObject): VerifyingKey {
    const raw = key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);
    return new VerifyingKey(key, raw.toString('base64url'));
  }

  /**
   * @param text 32 bytes in base64url, or a PEM.
   * @throws InvalidKeyError
   */
  static parse(text: string): VerifyingKey {
    const trimmed = text.trim();
    if (trimmed.includes('-----BEGIN PUBLIC KEY-----')) return VerifyingKey.of(ed25519(trimmed));
    const raw = Buffer.from(trimmed, 'base64url');
    if (raw.length !== KEY_BYTES || raw.toString('base64url') !== trimmed) {
      throw new InvalidKeyError('it is neither 32 bytes in base64url nor a PEM');
    }
    return VerifyingKey.of(createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' }));
  }

  get pem(): string {
    return this.key.export({ format: 'pem', type: 'spki' }).toString();
  }

  verifies(content: string, signature: Buffer): boolean {
    return verify(null, Buffer.from(content, 'utf8'), this.key, signature);
  }
}

function ed25519(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new InvalidKeyError('the PEM holds no public key');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new InvalidKeyError('it is no Ed25519 key');
  return key;
}

/** Signs bundles. */
export class SigningKey {
  readonly publicKey: VerifyingKey;
  private readonly key: KeyObject;

  /** @param seed the 32 bytes of the private key. */
  constructor(seed: Buffer) {
    this.key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    this.publicKey = VerifyingKey.of(createPublicKey(this.key));
  }

  sign(content: string): Buffer {
    return sign(null, Buffer.from(content, 'utf8'), this.key);
  }
}
