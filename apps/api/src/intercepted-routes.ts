import { RequestMethod, UseInterceptors, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor.js';
import { RateLimitInterceptor } from './limits/rate-limit.interceptor.js';
import { limitOfHandler } from './limits/rate-limited.js';

type Handler = (...args: never[]) => unknown;

const scanner = new MetadataScanner();

/**
 * Puts the interceptors of the application around the routes that have a use for them: whatever is not a GET, and what
 * is limited. Each interceptor makes a chain of Observables of a request, which costs a read more than its statement.
 * By what is known of each route, so that none can be forgotten. To be called once, before the routes are made.
 */
export function interceptRoutes(app: NestExpressApplication): void {
  const repeatable = app.get(IdempotencyInterceptor);
  const limited = app.get(RateLimitInterceptor);
  for (const { controller, name, handler, method } of routesOf(app)) {
    const isLimited = limitOfHandler(handler, controller) !== undefined;
    // The first is the outermost: an answer that is only repeated does not count against a limit.
    const interceptors = [...(method === RequestMethod.GET ? [] : [repeatable]), ...(isLimited ? [limited] : [])];
    if (interceptors.length > 0) {
      UseInterceptors(...interceptors)(controller.prototype as object, name, { value: handler });
    }
  }
}

function routesOf(app: NestExpressApplication) {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = new Set(
    modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype as Type)),
  );
  return [...controllers].flatMap((controller) => {
    const prototype = controller.prototype as Readonly<Record<string, Handler>>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name]!;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      return method === undefined ? [] : [{ controller, name, handler, method }];
    });
  });
}
