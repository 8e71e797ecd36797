import { beforeAll, describe, expect, it } from '@jest/globals';
import { SecretsLockedError } from './errors.js';
import { openSecrets, sealSecrets, type SealedSecrets } from './sealed-secrets.js';
import { secretReferences } from './secret-references.js';

const PASSPHRASE = 'correct horse battery staple';
const VALUES = new Map([
  ['db', 'postgres://u:hunter2@db/app'],
  ['token', 'é'],
]);

describe('secrets under a passphrase', () => {
  let sealed: SealedSecrets;

  beforeAll(async () => {
    sealed = await sealSecrets(VALUES, PASSPHRASE, 'bundle_1');
  });

  it('open with it, and show nothing without', async () => {
    expect(await openSecrets(sealed, PASSPHRASE, 'bundle_1')).toEqual(VALUES);
    expect(JSON.stringify(sealed)).not.toContain('hunter2');
    expect(await sealSecrets(VALUES, PASSPHRASE, 'bundle_1')).not.toEqual(sealed);
  });

  it('open with no other passphrase, in no other bundle, and not when they were changed', async () => {
    const flipped = Buffer.from(sealed.ciphertext, 'base64url');
    flipped[3]! ^= 1;
    const attempts: [SealedSecrets, string, string][] = [
      [sealed, `${PASSPHRASE}x`, 'bundle_1'],
      [sealed, PASSPHRASE, 'bundle_2'],
      [{ ...sealed, ciphertext: flipped.toString('base64url') }, PASSPHRASE, 'bundle_1'],
      [{ ...sealed, kdf: { ...sealed.kdf, n: 2 ** 30 } }, PASSPHRASE, 'bundle_1'],
    ];
    for (const attempt of attempts) await expect(openSecrets(...attempt)).rejects.toThrow(SecretsLockedError);
  });
});

it('the names of secrets are found wherever they stand', () => {
  const document = { a: ['secret://z', { b: 'secret://a' }], c: 'secret://z', d: 'no secret://x' };
  expect(secretReferences(document)).toEqual(['a', 'z']);
});
