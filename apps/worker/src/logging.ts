import { pino, type Logger } from 'pino';

/** Lines of JSON on standard output. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { app: 'worker' }, timestamp: pino.stdTimeFunctions.isoTime });
}
