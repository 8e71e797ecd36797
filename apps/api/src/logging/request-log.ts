import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

const HEADER = 'X-Request-Id';
const WELL_FORMED = /^[A-Za-z0-9._-]{1,100}$/;

/** Gives every request an id (its own, if it has one) and a line in the log: neither query, nor headers, nor body. */
export function requestLog(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    const given = request.get(HEADER);
    const id = given !== undefined && WELL_FORMED.test(given) ? given : randomUUID();
    response.locals['requestId'] = id;
    response.setHeader(HEADER, id);
    response.once('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const { method, path } = request;
      const line = {
        request_id: id,
        method,
        path,
        status: response.statusCode,
        ms,
        finished: response.writableFinished,
      };
      if (path.startsWith('/health/')) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}

export function requestIdOf(response: Response): string {
  const id: unknown = response.locals['requestId'];
  return typeof id === 'string' ? id : 'unknown';
}
