import type { RateLimit } from '#config/config.js';

/** How much of a limit is left. */
export interface LimitState {
  readonly name: string;
  readonly rate: RateLimit;
  readonly remaining: number;
  /** Whole seconds after which there is more. */
  readonly resetSeconds: number;
}

/** The fields of draft-ietf-httpapi-ratelimit-headers-11, as structured fields (RFC 9651). */
export function limitHeaders({ name, rate, remaining, resetSeconds }: LimitState): Readonly<Record<string, string>> {
  return {
    'RateLimit-Policy': `"${name}";q=${rate.limit};w=${rate.windowSeconds}`,
    RateLimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
}

/** Rounded up: whoever waits so long is not too early. Never 0, which would say: now. */
export function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds));
}
