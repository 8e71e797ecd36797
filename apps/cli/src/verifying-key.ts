import { existsSync } from 'node:fs';
import { VerifyingKey } from '#bundle/signing-key.js';
import { readTextFile } from './arguments.js';

/**
 * @param given the key itself, or a file with it: in base64url, as a PEM, or as the service answers it.
 * @throws InvalidKeyError
 */
export function verifyingKey(given: string): VerifyingKey {
  if (!existsSync(given)) return VerifyingKey.parse(given);
  const text = readTextFile(given);
  const [, fromAnswer] = /"public_key"\s*:\s*"([^"]*)"/.exec(text) ?? [];
  return VerifyingKey.parse(fromAnswer ?? text);
}
