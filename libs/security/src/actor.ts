import { ActorMismatchError } from './errors.js';
import type { Caller } from './identity.js';

/** Names of the service's own: nobody is recorded under one by asking for it. */
const OF_THE_SERVICE = /^system:/;

/**
 * Who is recorded as having done it: whom the request names in `field`, else the caller.
 * @throws ActorMismatchError when the caller may not act for whom the request names.
 */
export function actorOf(caller: Caller, field: string, named: string | null | undefined): string {
  if (named === undefined || named === null || named === caller.subject) return caller.subject;
  if (OF_THE_SERVICE.test(named)) throw new ActorMismatchError(field, named, caller.subject);
  if (caller.mayActFor.includes('*') || caller.mayActFor.includes(named)) return named;
  throw new ActorMismatchError(field, named, caller.subject);
}
