import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Caller } from '#security/identity.js';
import { LOGGER } from '../logging/logger.js';
import { RateLimitedError } from './errors.js';
import { limitHeaders, type LimitState } from './limit-headers.js';
import { SharedThrottlerStorage, type ThrottlerHit } from './shared-throttler-storage.js';

interface Place {
  readonly key: string;
  readonly hit: string;
  readonly state: LimitState;
}

/**
 * @nestjs/throttler's guard for authenticated callers: it takes a place within the limit of the route, in the name of
 * the token's subject, and can give it back.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  private readonly places = new WeakMap<object, Place>();

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    private readonly storage: SharedThrottlerStorage,
    reflector: Reflector,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super(options, storage, reflector);
  }

  /** The request was refused, and is not held against the caller. */
  async giveBack(context: ExecutionContext): Promise<void> {
    const request = context.switchToHttp().getRequest<Request>();
    const place = this.places.get(request);
    if (place === undefined) return;
    this.places.delete(request);
    const { key, hit, state } = place;
    try {
      await this.storage.decrement(key, hit);
      const response = context.switchToHttp().getResponse<Response>();
      response.set(limitHeaders({ ...state, remaining: state.remaining + 1 }));
    } catch (error) {
      this.log.warn({ err: error, limit: state.name }, 'a refused request stays counted: the storage does not answer');
    }
  }

  protected override getTracker(request: { readonly user?: Caller }): Promise<string> {
    // Never by address: behind a proxy, everybody has the same one.
    if (request.user === undefined) return Promise.reject(new Error('a limited route is without authentication'));
    return Promise.resolve(request.user.subject);
  }

  /** Of the limit, not of the route: routes of one limit count together. */
  protected override generateKey(_context: ExecutionContext, subject: string, name: string): string {
    return `${name}:${subject}`;
  }

  protected override async handleRequest(requestProps: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler, getTracker, generateKey } = requestProps;
    const request = context.switchToHttp().getRequest<Request>();
    const name = throttler.name!;
    const key = generateKey(context, await getTracker(request, context), name);
    const taken = await this.take(key, ttl, limit, name);
    // Without its storage the service goes on without limits: a failover must not fail because a counter is down.
    if (taken === null) return true;
    const rate = { limit, windowSeconds: ttl / 1000 };
    const state = { name, rate, remaining: limit - taken.totalHits, resetSeconds: taken.timeToExpire };
    context.switchToHttp().getResponse<Response>().set(limitHeaders(state));
    if (taken.hit === null) throw new RateLimitedError(name, rate, taken.timeToBlockExpire);
    this.places.set(request, { key, hit: taken.hit, state });
    return true;
  }

  private async take(key: string, ttl: number, limit: number, name: string): Promise<ThrottlerHit | null> {
    try {
      return await this.storage.increment(key, ttl, limit);
    } catch (error) {
      this.log.warn({ err: error, limit: name }, 'a request goes unlimited: the storage of the limits does not answer');
      return null;
    }
  }
}
