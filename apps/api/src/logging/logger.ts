import { pino, type Logger } from 'pino';

export const LOGGER = Symbol('LOGGER');

/** Lines of JSON on standard output. What might be secret is not logged in the first place; this is the second lock. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { app: 'api' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.authorization', '*.password', '*.token', '*.secret', 'err.parameters', 'err.driverError.detail'],
  });
}
