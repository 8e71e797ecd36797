import { randomUUID } from 'node:crypto';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { LimitPlace } from '#persistence/repositories/rate-limit-repository.js';
import type { LimitStore } from './limit-store.js';

/**
 * A sorted set per caller and limit: members are hits, scores their microseconds on Redis' clock. Redis runs a script
 * as one step, whoever else is there.
 */
const TAKE = `
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
  local used = redis.call('ZCARD', KEYS[1])
  local taken = 0
  if used < limit then
    redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', window / 1000))
    used = used + 1
    taken = 1
  end
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return { taken, used, tostring((tonumber(oldest[2]) + window - now) / 1000000) }
`;

/** How long a Redis may take. Longer is as good as gone: the request goes on without a limit. */
const PATIENCE_MS = 500;

export class RedisLimitStore implements LimitStore, OnModuleInit, OnApplicationShutdown {
  private readonly redis: Redis;

  constructor(
    url: string,
    /** Keeps installations that share a Redis apart. */
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {
    this.redis = new Redis(url, {
      lazyConnect: true,
      // What can not be asked now is not asked later: the request that wanted to know is gone by then.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: PATIENCE_MS,
      commandTimeout: PATIENCE_MS,
      retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
    });
    // Whoever takes a place hears of it; without a listener it would end the process.
    this.redis.on('error', () => undefined);
  }

  /** Connected before the first request, which would else go uncounted. */
  async onModuleInit(): Promise<void> {
    await this.redis.connect().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the Redis of the rate limits does not answer; no limits until it does');
    });
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  async take(key: string, limit: number, windowSeconds: number): Promise<LimitPlace> {
    const hit = randomUUID();
    const answer = (await this.redis.eval(TAKE, 1, this.keyOf(key), limit, windowSeconds, hit)) as TakeAnswer;
    const [taken, used, untilNext] = answer;
    return { hit: taken === 1 ? hit : null, used, untilNextSeconds: Number(untilNext) };
  }

  async giveBack(key: string, hit: string): Promise<void> {
    await this.redis.zrem(this.keyOf(key), hit);
  }

  private keyOf(key: string): string {
    return `${this.prefix}:rate-limit:${key}`;
  }
}

type TakeAnswer = readonly [taken: number, used: number, untilNextSeconds: string];
