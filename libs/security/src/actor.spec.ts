import { expect, test } from '@jest/globals';
import { actorOf } from './actor.js';
import { ActorMismatchError } from './errors.js';
import { may, type Caller } from './identity.js';

const caller = (mayActFor: readonly string[]): Caller => ({ subject: 'admin_1', roles: ['operator'], mayActFor });

test('the actor is the caller, unless the caller may act for whom the request names', () => {
  expect(actorOf(caller([]), 'created_by', undefined)).toBe('admin_1');
  expect(actorOf(caller([]), 'created_by', 'admin_1')).toBe('admin_1');
  expect(actorOf(caller(['admin_2']), 'created_by', 'admin_2')).toBe('admin_2');
  expect(actorOf(caller(['*']), 'created_by', 'admin_3')).toBe('admin_3');
  expect(() => actorOf(caller(['admin_2']), 'created_by', 'admin_3')).toThrow(ActorMismatchError);
});

test('an operator executes and does not approve; nobody but an admin writes secrets', () => {
  expect(may(caller([]), 'failover.execute')).toBe(true);
  expect(may(caller([]), 'execution.approve')).toBe(false);
  expect(may({ ...caller([]), roles: ['viewer', 'operator', 'approver'] }, 'secret.write')).toBe(false);
  expect(may({ ...caller([]), roles: ['admin'] }, 'secret.write')).toBe(true);
  expect(may({ ...caller([]), roles: [] }, 'plan.read')).toBe(false);
});
