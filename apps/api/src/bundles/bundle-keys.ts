import { SigningKey, VerifyingKey } from '#bundle/signing-key.js';
import type { Config } from '#config/config.js';
import { deriveKey } from '#security/derive-key.js';

/** The keys of bundles: the one that signs, and those whose signatures are believed. */
export class BundleKeys {
  readonly signing: SigningKey;
  /** The present one and those before it. */
  readonly trusted: readonly VerifyingKey[];
  /** Signs canaries; a run without the service needs it to tell real ones from forged ones. */
  readonly canary: Buffer;

  /** @throws InvalidKeyError */
  constructor({ secrets, bundles }: Pick<Config, 'secrets' | 'bundles'>) {
    this.signing = new SigningKey(bundles.signingKey ?? deriveKey(secrets.key, 'bundle signing'));
    this.trusted = [this.signing.publicKey, ...bundles.formerKeys.map((text) => VerifyingKey.parse(text))];
    this.canary = deriveKey(secrets.key, 'canary');
  }
}
