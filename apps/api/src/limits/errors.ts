import type { RateLimit } from '#config/config.js';
import { DomainError } from '#domain/errors.js';

/** The caller has used up what the configuration allows within a window. */
export class RateLimitedError extends DomainError {
  constructor(name: string, { limit, windowSeconds }: RateLimit, retryAfterSeconds: number) {
    super('rate_limited', `At most ${limit} requests (${name}) in ${windowSeconds} seconds`, {
      limit,
      window_seconds: windowSeconds,
      retry_after_seconds: retryAfterSeconds,
    });
  }
}
