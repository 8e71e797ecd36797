import type { EntityManager } from 'typeorm';

/** Whether automatic failovers are switched on, of a plan or of all. */
export interface AutomationState {
  readonly enabled: boolean;
  /** Null: nobody has ever changed it. */
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
  readonly comment: string | null;
}

const NEWEST = /* sql */ `
  SELECT change.enabled, change.changed_at AS "changedAt", person.subject AS "changedBy", change.comment
  FROM automation_changes AS change JOIN admin_users AS person ON person.id = change.changed_by
  WHERE change.plan_id IS NOT DISTINCT FROM $1::uuid ORDER BY change.id DESC LIMIT 1
`;

const UNCHANGED: AutomationState = { enabled: true, changedAt: null, changedBy: null, comment: null };

/** @param planRowId null: of all plans. */
export async function automationOf(manager: EntityManager, planRowId: string | null): Promise<AutomationState> {
  const rows = await manager.query<AutomationState[]>(NEWEST, [planRowId]);
  return rows[0] ?? UNCHANGED;
}

/** Whoever decides a trigger shares it; whoever switches has it alone. */
const SWITCH = `hashtext('automatic_failover')`;

/** Triggers of one plan are decided one after the other, and none while a switch is being turned. */
export async function lockForDecision(manager: EntityManager, planRowId: string): Promise<void> {
  await manager.query(
    `SELECT pg_advisory_xact_lock_shared(${SWITCH}, 0), pg_advisory_xact_lock(${SWITCH}, hashtext($1))`,
    [planRowId],
  );
}

/** When it returns, every decision that was under way is over, and its failover started or not. */
export async function lockForSwitching(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(${SWITCH}, 0)`);
}
