import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SealedSecret } from '#persistence/records.js';
import { deriveKey } from './derive-key.js';
import { SecretUnreadableError } from './errors.js';

export { deriveKey } from './derive-key.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals secrets with AES-256-GCM. A secret is bound to its name: moved to another row it does not open. */
export class SecretBox {
  private readonly key: Buffer;
  /** Says which key sealed a secret, and nothing of the key. */
  readonly keyId: string;

  constructor(secretsKey: Buffer) {
    this.key = deriveKey(secretsKey, 'secrets');
    this.keyId = createHash('sha256').update(deriveKey(secretsKey, 'key id')).digest('hex').slice(0, 16);
  }

  seal(name: string, plaintext: string): SealedSecret {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(name));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { ciphertext, nonce, keyId: this.keyId };
  }

  /** @throws SecretUnreadableError */
  open(name: string, { ciphertext, nonce, keyId }: SealedSecret): string {
    if (keyId !== this.keyId) throw new SecretUnreadableError(name, `it was sealed with the key ${keyId}`);
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(name))
        .setAuthTag(ciphertext.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SecretUnreadableError(name, 'it is not what was sealed under this name', { cause });
    }
  }
}
