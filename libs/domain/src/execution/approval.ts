import { ROLES, type Role } from '../access/roles.js';
import type { Json, JsonObject } from '../json.js';

/** Whose approval a step needs, as a plan says it. */
export interface ApprovalRequirement {
  /** How many people. */
  readonly required: number;
  /** Absent: anybody who may approve. */
  readonly role?: Role;
  /** Whoever has asked for the execution does not count. */
  readonly exclude_initiator?: boolean;
  /** Seconds from when the step begins to wait; absent: for as long as it takes. */
  readonly timeout?: number;
}

/** The same with everything said. */
export interface ApprovalRule {
  readonly required: number;
  readonly role: Role | null;
  readonly excludeInitiator: boolean;
  readonly timeoutMs: number | null;
}

/** The action whose steps people do or approve. */
export const MANUAL_ACTION = 'manual';

export const MAX_APPROVALS = 10;
/** Seconds: a week. */
export const MAX_APPROVAL_TIMEOUT = 604_800;

const FIELDS: ReadonlySet<string> = new Set(['required', 'role', 'exclude_initiator', 'timeout']);

/** Everything that keeps a value from being an approval requirement; a rule that is misread would let anybody pass. */
export function approvalIssues(value: Json): readonly string[] {
  if (!isObject(value)) return ['approvals must be an object'];
  const { required, role, exclude_initiator: exclude, timeout } = value;
  return [
    ...Object.keys(value)
      .filter((name) => !FIELDS.has(name))
      .map((name) => `approvals.${name} is unknown`),
    ...(isWhole(required, MAX_APPROVALS)
      ? []
      : [`approvals.required must be a whole number from 1 to ${MAX_APPROVALS}`]),
    ...(role === undefined || (ROLES as readonly Json[]).includes(role)
      ? []
      : [`approvals.role must be one of ${ROLES.join(', ')}`]),
    ...(exclude === undefined || typeof exclude === 'boolean'
      ? []
      : ['approvals.exclude_initiator must be true or false']),
    ...(timeout === undefined || (typeof timeout === 'number' && timeout > 0 && timeout <= MAX_APPROVAL_TIMEOUT)
      ? []
      : [`approvals.timeout must be a number above 0 and at most ${MAX_APPROVAL_TIMEOUT}`]),
  ];
}

export function isApprovalRequirement(value: Json): boolean {
  return approvalIssues(value).length === 0;
}

/**
 * Whose approval a step of a runbook needs; null when it needs none. Plans with a requirement that can not be read are
 * refused, and its action refuses it again before it waits.
 */
export function approvalRuleOf(step: { readonly action: string; readonly inputs: JsonObject }): ApprovalRule | null {
  if (step.action !== MANUAL_ACTION) return null;
  const asked = step.inputs['approvals'];
  if (asked === undefined || !isApprovalRequirement(asked)) return null;
  const { required, role, exclude_initiator, timeout } = asked as unknown as ApprovalRequirement;
  return {
    required,
    role: role ?? null,
    excludeInitiator: exclude_initiator ?? false,
    timeoutMs: timeout === undefined ? null : Math.round(timeout * 1000),
  };
}

/** What can be asked of a step about its approval. */
export interface ApprovalState {
  readonly approval: ApprovalRule | null;
  readonly approvals: readonly unknown[];
  readonly waitingSince: Date | null;
}

export function isApproved({ approval, approvals, waitingSince }: ApprovalState): boolean {
  return approval !== null && waitingSince !== null && approvals.length >= approval.required;
}

/** When the step stops waiting for approvals; null when it does not wait, or has no limit, or has them all. */
export function approvalExpiry(step: ApprovalState): Date | null {
  const timeoutMs = step.approval?.timeoutMs ?? null;
  if (timeoutMs === null || step.waitingSince === null || isApproved(step)) return null;
  return new Date(step.waitingSince.getTime() + timeoutMs);
}

/** Ids of steps for whose approvals it is too late now. */
export function expiredApprovals(
  steps: Iterable<ApprovalState & { readonly id: string }>,
  now: Date,
): readonly string[] {
  return [...steps]
    .filter((step) => (approvalExpiry(step)?.getTime() ?? Infinity) <= now.getTime())
    .map(({ id }) => id);
}

/** The first moment at which one of the steps stops waiting. */
export function nextApprovalExpiry(steps: Iterable<ApprovalState>): Date | null {
  let first: Date | null = null;
  for (const step of steps) {
    const expiry = approvalExpiry(step);
    if (expiry !== null && (first === null || expiry < first)) first = expiry;
  }
  return first;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: Json | undefined, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max;
}
