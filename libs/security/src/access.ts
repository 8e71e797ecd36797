import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Caller, Permission } from './identity.js';

export const PUBLIC = 'access:public';
export const PERMISSION = 'access:permission';

/** No token is needed: for health and documentation alone. */
export const Public = () => SetMetadata(PUBLIC, true);

/** What the caller must be allowed to; a route without it (and not public) is refused to everybody. */
export const RequiresPermission = (permission: Permission) => SetMetadata(PERMISSION, permission);

/** The caller whom the authentication guard has recognised. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  return context.switchToHttp().getRequest<{ user: Caller }>().user;
});
