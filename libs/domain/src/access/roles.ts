/** What people are in this service; tokens carry them, and an approval can ask for one. */
export const ROLES = ['viewer', 'operator', 'approver', 'monitor', 'admin'] as const;
export type Role = (typeof ROLES)[number];
