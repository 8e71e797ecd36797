import { describe, expect, test } from '@jest/globals';
import { SecretUnreadableError } from './errors.js';
import { deriveKey, SecretBox } from './secret-box.js';

const box = new SecretBox(Buffer.alloc(32, 1));
const PLAINTEXT = 'postgres://recovery:pässword@db.example:5432/app';

describe('SecretBox', () => {
  test('opens what it sealed', () => {
    expect(box.open('pg-toronto', box.seal('pg-toronto', PLAINTEXT))).toBe(PLAINTEXT);
    expect(box.open('empty', box.seal('empty', ''))).toBe('');
  });

  test('never seals twice alike, and shows nothing', () => {
    const [one, two] = [box.seal('n', PLAINTEXT), box.seal('n', PLAINTEXT)];
    expect(one.ciphertext.equals(two.ciphertext)).toBe(false);
    expect(one.ciphertext.toString('latin1')).not.toContain('recovery');
  });

  test('does not open a secret under the name of another', () => {
    expect(() => box.open('pg-vancouver', box.seal('pg-toronto', PLAINTEXT))).toThrow(SecretUnreadableError);
  });

  test('does not open what was changed, cut or emptied', () => {
    const sealed = box.seal('n', PLAINTEXT);
    const changed = Buffer.from(sealed.ciphertext);
    changed[0]! ^= 1;
    for (const ciphertext of [changed, sealed.ciphertext.subarray(0, -1), Buffer.alloc(0)]) {
      expect(() => box.open('n', { ...sealed, ciphertext })).toThrow(SecretUnreadableError);
    }
  });

  test('says which key is missing when another one sealed', () => {
    const sealed = new SecretBox(Buffer.alloc(32, 2)).seal('n', PLAINTEXT);
    expect(() => box.open('n', sealed)).toThrow(`sealed with the key ${sealed.keyId}`);
  });
});

test('every purpose has a key of its own', () => {
  const key = Buffer.alloc(32, 1);
  expect(deriveKey(key, 'canary')).toHaveLength(32);
  expect(deriveKey(key, 'canary').equals(deriveKey(key, 'secrets'))).toBe(false);
  expect(deriveKey(key, 'canary').equals(deriveKey(key, 'canary'))).toBe(true);
});
