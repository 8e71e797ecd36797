import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letters that are mistaken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 12;

/**
 * An identifier for the outside, such as `plan_01k…`: 50 bits of time, so that ids sort by age and stay together in
 * indexes, and 60 random bits.
 */
export function newPublicId(
  prefix: 'plan' | 'failover' | 'exec' | 'test' | 'alert' | 'bundle' | 'finding' | 'decision',
): string {
  let time = '';
  for (let rest = Date.now(), i = 0; i < TIME_CHARS; i++, rest = Math.floor(rest / 32)) {
    time = ALPHABET[rest % 32]! + time;
  }
  const random = [...randomBytes(RANDOM_CHARS)].map((byte) => ALPHABET[byte % 32]!).join('');
  return `${prefix}_${time}${random}`;
}
