import { Inject, Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { LIMIT_STORE, type LimitStore } from './limit-store.js';
import { wholeSeconds } from './limit-headers.js';

/** What @nestjs/throttler wants to know, and the hit, by which the place can be given back. */
export interface ThrottlerHit {
  readonly totalHits: number;
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  readonly timeToBlockExpire: number;
  readonly hit: string | null;
}

/** @nestjs/throttler's storage over the store that all replicas share. Times: milliseconds in, seconds out. */
@Injectable()
export class SharedThrottlerStorage implements ThrottlerStorage {
  constructor(@Inject(LIMIT_STORE) private readonly store: LimitStore) {}

  async increment(key: string, ttl: number, limit: number): Promise<ThrottlerHit> {
    const { hit, used, untilNextSeconds } = await this.store.take(key, limit, ttl / 1000);
    const seconds = wholeSeconds(untilNextSeconds);
    const isBlocked = hit === null;
    return { totalHits: used, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0, hit };
  }

  decrement(key: string, hit: string): Promise<void> {
    return this.store.giveBack(key, hit);
  }
}
