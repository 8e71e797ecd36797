import { Module, type DynamicModule } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import type { Logger } from 'pino';
import type { QueueConfig, RateLimit, RateLimits } from '#config/config.js';
import { RateLimitRepository } from '#persistence/repositories/rate-limit-repository.js';
import { LOGGER } from '../logging/logger.js';
import { LIMIT_STORE, type LimitStore } from './limit-store.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimitInterceptor } from './rate-limit.interceptor.js';
import { limitOf, type LimitName } from './rate-limited.js';
import { RedisLimitStore } from './redis-limit-store.js';
import { SharedThrottlerStorage } from './shared-throttler-storage.js';

/** Counts where the queue is: on Redis when there is one, and else in PostgreSQL. */
@Module({})
export class LimitsModule {
  static forRoot(limits: RateLimits, queue: QueueConfig): DynamicModule {
    // One and the same, so that there is one connection.
    const storage = storageModule(queue);
    return {
      module: LimitsModule,
      imports: [
        storage,
        ThrottlerModule.forRootAsync({
          imports: [storage],
          inject: [SharedThrottlerStorage],
          useFactory: (shared: SharedThrottlerStorage) => ({ storage: shared, throttlers: throttlers(limits) }),
        }),
      ],
      providers: [RateLimitGuard, RateLimitInterceptor],
      exports: [RateLimitInterceptor],
    };
  }
}

@Module({})
class LimitStorageModule {}

function storageModule(queue: QueueConfig): DynamicModule {
  return {
    module: LimitStorageModule,
    providers: [
      {
        provide: LIMIT_STORE,
        inject: [RateLimitRepository, LOGGER],
        useFactory: (repository: RateLimitRepository, logger: Logger): LimitStore =>
          queue.backend === 'redis' ? new RedisLimitStore(queue.url, queue.prefix, logger) : repository,
      },
      SharedThrottlerStorage,
    ],
    exports: [SharedThrottlerStorage],
  };
}

function throttlers(limits: RateLimits): ThrottlerOptions[] {
  const rates = Object.entries(limits) as [LimitName, RateLimit | null][];
  return rates.flatMap(([name, rate]) => (rate === null ? [] : [throttler(name, rate)]));
}

/** @nestjs/throttler counts time in milliseconds. */
function throttler(name: LimitName, { limit, windowSeconds }: RateLimit): ThrottlerOptions {
  return { name, limit, ttl: windowSeconds * 1000, skipIf: (context) => limitOf(context) !== name };
}
