import { ROLES, type Role } from '#domain/access/roles.js';

export const PERMISSIONS = [
  'plan.read',
  'plan.write',
  'failover.execute',
  'execution.read',
  'execution.intervene',
  'execution.approve',
  'secret.write',
  'test.schedule',
  'test.assess',
  // Of admins alone: a bundle can fail a plan over, and a run that is taken in moves its authority.
  'plan.export',
  'execution.ingest',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READING: readonly Permission[] = ['plan.read', 'execution.read'];

/** Planning and executing are one role's, approving is another's, so that nobody approves what they ask for. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: READING,
  operator: [...READING, 'plan.write', 'failover.execute', 'execution.intervene', 'test.schedule', 'test.assess'],
  approver: [...READING, 'execution.approve', 'test.assess'],
  admin: PERMISSIONS,
};

/** Whoever a verified token speaks for. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Subjects whose names the caller may put into requests; `*` stands for anybody. */
  readonly mayActFor: readonly string[];
}

export function may(caller: Caller, permission: Permission): boolean {
  return caller.roles.some((role) => ROLE_PERMISSIONS[role].includes(permission));
}

export function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name);
}
