import { hash } from 'node:crypto';

interface Entry<T> {
  readonly value: T;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A key that its provider withdraws must not be trusted much longer because a token was seen before. */
const MAX_AGE_MS = 60_000;
const DEFAULT_CAPACITY = 1_000;

/**
 * What verified tokens say, so that who asks a hundred times a second is not verified a hundred times a second. Kept
 * by their hash, because memory is dumped and tokens are keys; never beyond their expiry, never longer than a minute,
 * and only so many: the oldest makes room.
 */
export class VerifiedTokens<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly capacity = DEFAULT_CAPACITY) {}

  /** @param now milliseconds since 1970 */
  get(token: string, now = Date.now()): T | undefined {
    const key = keyOf(token);
    const entry = this.entries.get(key);
    if (entry === undefined || now < entry.until) return entry?.value;
    this.entries.delete(key);
    return undefined;
  }

  /** @param expiry seconds since 1970, as a token's `exp` */
  add(token: string, value: T, expiry: number, now = Date.now()): void {
    const until = Math.min(expiry * 1000, now + MAX_AGE_MS);
    if (until <= now) return;
    const key = keyOf(token);
    this.entries.delete(key);
    if (this.entries.size >= this.capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, { value, until });
  }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
