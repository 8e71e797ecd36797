import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { PERMISSION, PUBLIC } from './access.js';
import { ForbiddenError, UnauthorizedError } from './errors.js';
import { may, type Caller, type Permission } from './identity.js';
import { TokenVerifier } from './token.js';

const reflector = new Reflector();

const WELL_FORMED = /^Bearer ([^ ]+)$/i;

/** Lets nobody through whose token does not verify. */
@Injectable()
export class AuthenticationGuard extends AuthGuard('bearer') {
  constructor(private readonly tokens: TokenVerifier) {
    super();
  }

  override canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    return isPublic(context) || this.recognises(context) || super.canActivate(context);
  }

  /** Passport is asked of tokens that were not verified lately: it costs more than everything else in a guard. */
  private recognises(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<IncomingMessage & { user?: Caller }>();
    const token = WELL_FORMED.exec(request.headers.authorization ?? '')?.[1];
    const caller = token === undefined ? undefined : this.tokens.known(token);
    if (caller === undefined) return false;
    request.user = caller;
    return true;
  }

  /** @param status 400 when the Authorization header is there and is not well formed. */
  override handleRequest<T>(error: unknown, caller: T | false, _info: unknown, _context: unknown, status?: number): T {
    if (error instanceof Error) throw error;
    if (!caller) throw new UnauthorizedError(status === 400 ? 'invalid' : 'missing');
    return caller;
  }
}

/** Lets nobody through whose roles do not allow it. */
@Injectable()
export class PermissionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (isPublic(context)) return true;
    const targets = [context.getHandler(), context.getClass()];
    const permission = reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    // A route that was forgotten is closed, not open.
    if (permission === undefined)
      throw new Error(`${targets.map((target) => target.name).join(' of ')} has no permission`);
    if (!may(context.switchToHttp().getRequest<{ user: Caller }>().user, permission)) {
      throw new ForbiddenError(permission);
    }
    return true;
  }
}

function isPublic(context: ExecutionContext): boolean {
  return reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) === true;
}
