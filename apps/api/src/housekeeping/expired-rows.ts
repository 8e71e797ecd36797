import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { IdempotencyRepository } from '#persistence/repositories/idempotency-repository.js';
import { RateLimitRepository } from '#persistence/repositories/rate-limit-repository.js';
import { LOGGER } from '../logging/logger.js';

const EVERY_MS = 600_000;
/** Few enough to lock nothing for long; what is left goes with the next sweep. */
const AT_ONCE = 1_000;

/** Removes rows that have expired. They are already without meaning: this only keeps the tables small. */
@Injectable()
export class ExpiredRows implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly windows: RateLimitRepository,
    private readonly keys: IdempotencyRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    try {
      await this.windows.sweep(AT_ONCE);
      await this.keys.sweep(AT_ONCE);
    } catch (error) {
      this.logger.warn({ err: error }, 'expired rows could not be removed');
    }
  }
}
