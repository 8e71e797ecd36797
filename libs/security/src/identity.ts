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
  'trigger.send',
  // Of admins alone: a bundle can fail a plan over, a run that is taken in moves its authority, and the switch is of
  // all plans.
  'plan.export',
  'execution.ingest',
  'automation.switch',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READING: readonly Permission[] = ['plan.read', 'execution.read'];

/** Planning and executing are one role's, approving is another's, so that nobody approves what they ask for. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: READING,
  operator: [
    ...READING,
    'plan.write',
    'failover.execute',
    'execution.intervene',
    'test.schedule',
    'test.assess',
    'trigger.send',
  ],
  approver: [...READING, 'execution.approve', 'test.assess'],
  // A program that watches: it may say what it sees, and read nothing.
  monitor: ['trigger.send'],
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
