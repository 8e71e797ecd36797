import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { RateLimitGuard } from './rate-limit.guard.js';
import { limitOf } from './rate-limited.js';

/**
 * Lets a request take a place within its limit first, and gives the place back when the request fails: only what was
 * done counts. An interceptor, because a guard neither sees how the request ends nor stands inside of the idempotency,
 * whose replays do not count.
 */
@Injectable()
export class RateLimitInterceptor implements NestInterceptor {
  constructor(private readonly guard: RateLimitGuard) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (limitOf(context) === undefined) return next.handle();
    await this.guard.canActivate(context);
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        await this.guard.giveBack(context);
        throw error;
      }),
    );
  }
}
