import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { ApiConfig } from '#config/config.js';
import { AppModule } from './app.module.js';
import { answerHeaders, JSON_TYPES, jsonOnly } from './json-only.js';
import { interceptRoutes } from './intercepted-routes.js';
import { JsonAdapter } from './json-adapter.js';
import { NestLogger } from './logging/nest-logger.js';
import { requestLog } from './logging/request-log.js';

/** The application, ready to listen. */
export async function createApi(config: ApiConfig, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config, logger), new JsonAdapter(), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  interceptRoutes(app);
  app.disable('x-powered-by');
  app.disable('etag');
  neverFresh(app);
  app.use(requestLog(logger), answerHeaders, jsonOnly);
  // Whether a document must be an object is for whoever reads it to say, in the words of that document.
  app.useBodyParser('json', { limit: config.http.bodyLimitBytes, type: JSON_TYPES, strict: false });
  return app;
}

/** Express would answer 304 to `If-None-Match: *` on any GET; what has a tag compares it itself. */
function neverFresh(app: NestExpressApplication): void {
  const { request } = app.getHttpAdapter().getInstance() as { readonly request: object };
  Object.defineProperty(request, 'fresh', { value: false });
}
