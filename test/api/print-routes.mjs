// Prints the routes of the built API as JSON: what its router answers to, and what Nest knows of each handler.
import 'reflect-metadata';
import { ModulesContainer } from '@nestjs/core';
import pino from 'pino';
import { loadApiConfig } from '../../dist/libs/config/src/config.js';
import { createApi } from '../../dist/apps/api/src/create-api.js';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

const app = await createApi(loadApiConfig(), pino({ level: 'silent' }));
await app.init();

const router = app
  .getHttpAdapter()
  .getInstance()
  .router.stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );

const handlers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) =>
  [...controllers.values()].flatMap(({ metatype }) => handlersOf(metatype)),
);

function handlersOf(controller) {
  const prefix = Reflect.getMetadata('path', controller);
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    if (name === 'constructor') return [];
    const handler = controller.prototype[name];
    const path = typeof handler === 'function' ? Reflect.getMetadata('path', handler) : undefined;
    if (path === undefined) return [];
    const of = (key) => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller) ?? null;
    const parts = [prefix, path].flatMap((part) => part.split('/')).filter((part) => part !== '');
    return {
      route: `${METHODS[Reflect.getMetadata('method', handler)]} /${parts.join('/')}`,
      permission: of('access:permission'),
      isPublic: of('access:public') === true,
      limit: of('limits:rate-limited'),
      interceptors: (of('__interceptors__') ?? []).map((interceptor) => interceptor.constructor.name),
    };
  });
}

process.stdout.write(JSON.stringify({ router, handlers }));
await app.close();
process.exit(0);
