import type { EntityManager } from 'typeorm';
import type { PlanDocument, Site } from '#domain/plan/plan-document.js';
import type { ExecutionMode } from '#domain/runbook/runbook.js';
import type { AdminUserRecord, PlanRecord } from '../records.js';

const GET = /* sql */ `
  SELECT plan.id, plan.plan_id, plan.version, version.document, plan.execution_mode, plan.status,
    authority.active_site, plan.created_at, creator.id AS creator_id, creator.subject AS created_by, plan.last_tested,
    plan.next_test
  FROM disaster_recovery_plans AS plan
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  JOIN admin_users AS creator ON creator.id = plan.created_by
  WHERE plan.id = $1
`;

interface Row {
  readonly id: string;
  readonly plan_id: string;
  readonly version: number;
  readonly document: PlanDocument;
  readonly execution_mode: ExecutionMode;
  readonly status: string;
  readonly active_site: Site;
  readonly created_at: Date;
  readonly creator_id: string;
  readonly created_by: string;
  readonly last_tested: Date | null;
  readonly next_test: Date | null;
}

/** A plan as it is inside of a transaction, and who created it: the one who answers for what its schedule does. */
export async function planToTest(
  manager: EntityManager,
  rowId: string,
): Promise<{ readonly plan: PlanRecord; readonly creator: AdminUserRecord }> {
  const [row] = await manager.query<Row[]>(GET, [rowId]);
  return {
    plan: {
      id: row!.id,
      planId: row!.plan_id,
      version: row!.version,
      document: row!.document,
      mode: row!.execution_mode,
      status: row!.status,
      activeSite: row!.active_site,
      createdAt: row!.created_at,
      createdBy: row!.created_by,
      lastTested: row!.last_tested,
      nextTest: row!.next_test,
    },
    creator: { id: row!.creator_id, subject: row!.created_by },
  };
}
