import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RateLimits } from '#config/config.js';

export type LimitName = keyof RateLimits;

const RATE_LIMITED = 'limits:rate-limited';
const reflector = new Reflector();

/** Every caller may do this only so often; the configuration says how often. Routes of one name count together. */
export const RateLimited = (name: LimitName) => SetMetadata(RATE_LIMITED, name);

/** The limit of the route, if it has one. */
export function limitOf(context: ExecutionContext): LimitName | undefined {
  return limitOfHandler(context.getHandler(), context.getClass());
}

/** The same, before there is a request. */
export function limitOfHandler(
  handler: ReturnType<ExecutionContext['getHandler']>,
  controller: ReturnType<ExecutionContext['getClass']>,
): LimitName | undefined {
  return reflector.getAllAndOverride<LimitName | undefined>(RATE_LIMITED, [handler, controller]);
}
