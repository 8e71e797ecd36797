import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own lines, among ours. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(contextOf(rest), String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(contextOf(rest), String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(
      message instanceof Error ? { err: message, ...contextOf(rest) } : contextOf(rest),
      String(message),
    );
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(contextOf(rest), String(message));
  }
}

/** Nest gives its context last, and a stack before it. */
function contextOf(rest: readonly unknown[]): { readonly context?: unknown; readonly stack?: unknown } {
  return rest.length === 0 ? {} : { context: rest.at(-1), ...(rest.length > 1 ? { stack: rest[0] } : {}) };
}
