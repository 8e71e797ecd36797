import type { PlanDocument, Site } from '#domain/plan/plan-document.js';
import type { ExecutionMode } from '#domain/runbook/runbook.js';
import type { PlanRecord } from '../records.js';

/** Plans with their newest version; `plan` is the alias for what is added. */
export const SELECT_PLAN = /* sql */ `
  SELECT plan.id, plan.plan_id, plan.version, version.document, plan.execution_mode, plan.status,
    authority.active_site, plan.created_at, creator.subject AS created_by, plan.last_tested, plan.next_test
  FROM disaster_recovery_plans AS plan
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  JOIN admin_users AS creator ON creator.id = plan.created_by
`;

export interface PlanRow {
  readonly id: string;
  readonly plan_id: string;
  readonly version: number;
  readonly document: PlanDocument;
  readonly execution_mode: ExecutionMode;
  readonly status: string;
  readonly active_site: Site;
  readonly created_at: Date;
  readonly created_by: string;
  readonly last_tested: Date | null;
  readonly next_test: Date | null;
}

export function planRecord(row: PlanRow): PlanRecord {
  return {
    id: row.id,
    planId: row.plan_id,
    version: row.version,
    document: row.document,
    mode: row.execution_mode,
    status: row.status,
    activeSite: row.active_site,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastTested: row.last_tested,
    nextTest: row.next_test,
  };
}
