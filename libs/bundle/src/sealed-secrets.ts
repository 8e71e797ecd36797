import { createCipheriv, createDecipheriv, randomBytes, scrypt as scryptCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { SecretsLockedError } from './errors.js';

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scryptCallback,
);

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
/** 128 MB and about half a second for each guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 };
/** A bundle that asks for more is no bundle of ours: it would exhaust the machine. */
const MAX_COST = 2 ** 20;

/** Among the sealed values: signs canaries. No secret of a plan can have this name. */
export const CANARY_KEY = '@canary-key';

/** Secrets under a passphrase: what may leave the service, and what may not. */
export interface SealedSecrets {
  readonly mode: 'sealed';
  readonly kdf: {
    readonly name: 'scrypt';
    readonly n: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly cipher: typeof ALGORITHM;
  readonly nonce: string;
  /** A JSON object of names and values, and the tag. */
  readonly ciphertext: string;
}

/** The operator brings them along. */
export interface AbsentSecrets {
  readonly mode: 'none';
}

export type BundleSecrets = (SealedSecrets | AbsentSecrets) & {
  /** What the runbooks refer to. */
  readonly names: readonly string[];
};

/** @param context bound to the secrets: under another one they do not open. */
export async function sealSecrets(
  values: ReadonlyMap<string, string>,
  passphrase: string,
  context: string,
): Promise<SealedSecrets> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, await keyOf(passphrase, salt, COST), nonce).setAAD(Buffer.from(context));
  const plaintext = JSON.stringify(Object.fromEntries(values));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    mode: 'sealed',
    kdf: { name: 'scrypt', ...COST, salt: salt.toString('base64url') },
    cipher: ALGORITHM,
    nonce: nonce.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
  };
}

/** @throws SecretsLockedError */
export async function openSecrets(
  { kdf, nonce, ciphertext }: SealedSecrets,
  passphrase: string,
  context: string,
): Promise<ReadonlyMap<string, string>> {
  const sealed = Buffer.from(ciphertext, 'base64url');
  const key = await keyOf(passphrase, Buffer.from(kdf.salt, 'base64url'), kdf);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const plaintext = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    return new Map(Object.entries(JSON.parse(plaintext.toString('utf8')) as Record<string, string>));
  } catch (cause) {
    throw new SecretsLockedError('the passphrase is not the one that they were sealed under', { cause });
  }
}

function keyOf(
  passphrase: string,
  salt: Buffer,
  { n, r, p }: Pick<SealedSecrets['kdf'], 'n' | 'r' | 'p'>,
): Promise<Buffer> {
  if (n * r * p > MAX_COST * COST.r) throw new SecretsLockedError('they ask for too much work');
  return scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { N: n, r, p, maxmem: 256 * n * r });
}
