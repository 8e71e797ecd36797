import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PlanDocument, Site } from '#domain/plan/plan-document.js';
import type { ExecutionMode } from '#domain/runbook/runbook.js';
import { DisasterRecoveryPlan } from '../entities/disaster-recovery-plan.entity.js';
import { FailoverConfigurationRow } from '../entities/failover-configuration.entity.js';
import { PlanAuthority } from '../entities/plan-authority.entity.js';
import { PlanVersion } from '../entities/plan-version.entity.js';
import { RecoveryProcedure } from '../entities/recovery-procedure.entity.js';
import { PlanNotFoundError } from '../errors.js';
import type { NewPlan, PlanRecord } from '../records.js';

const GET = /* sql */ `
  SELECT plan.id, plan.plan_id, plan.version, version.document, plan.execution_mode, plan.status,
    authority.active_site, plan.created_at, creator.subject AS created_by, plan.last_tested, plan.next_test
  FROM disaster_recovery_plans AS plan
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  JOIN admin_users AS creator ON creator.id = plan.created_by
`;

interface PlanRow {
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

@Injectable()
export class PlanRepository {
  constructor(private readonly source: DataSource) {}

  /** Writes the plan, its first version, and the tables that SPEC.md names beside it, in one transaction. */
  async create(plan: NewPlan): Promise<PlanRecord> {
    await this.source.transaction((manager) => insertPlan(manager, plan));
    return this.get(plan.planId);
  }

  /** @throws PlanNotFoundError */
  async get(planId: string): Promise<PlanRecord> {
    const rows = await this.source.query<PlanRow[]>(`${GET} WHERE plan.plan_id = $1`, [planId]);
    if (!rows[0]) throw new PlanNotFoundError(planId);
    return planRecord(rows[0]);
  }

  /** Plans whose targets are real and that are in use. */
  async live(): Promise<readonly PlanRecord[]> {
    const rows = await this.source.query<PlanRow[]>(
      `${GET} WHERE plan.execution_mode = 'live' AND plan.status = 'active' ORDER BY plan.created_at`,
    );
    return rows.map(planRecord);
  }

  /**
   * Which site owns the plan now, and under which epoch.
   * @throws PlanNotFoundError
   */
  async authority(
    planId: string,
  ): Promise<{ readonly activeSite: Site; readonly epoch: number; readonly changedAt: Date }> {
    const rows = await this.source.query<{ active_site: Site; epoch: string; changed_at: Date }[]>(
      `SELECT active_site, epoch, changed_at FROM plan_authority
       JOIN disaster_recovery_plans AS plan ON plan.id = plan_authority.plan_id WHERE plan.plan_id = $1`,
      [planId],
    );
    if (!rows[0]) throw new PlanNotFoundError(planId);
    return { activeSite: rows[0].active_site, epoch: Number(rows[0].epoch), changedAt: rows[0].changed_at };
  }
}

async function insertPlan(
  manager: EntityManager,
  { planId, document, mode, createdBy, nextTest }: NewPlan,
): Promise<void> {
  const { identifiers } = await manager.insert(DisasterRecoveryPlan, {
    ...document,
    components: [...document.components],
    recovery_procedures: [...document.recovery_procedures],
    plan_id: planId,
    execution_mode: mode,
    created_by: createdBy.id,
    next_test: nextTest,
  });
  const id = (identifiers[0] as { id: string }).id;
  await manager.insert(PlanVersion, { plan_id: id, version: 1, document, created_by: createdBy.id });
  await manager.insert(PlanAuthority, { plan_id: id });
  const { primary_site, secondary_site, failover_triggers, failover_automation, failover_timeout } =
    document.failover_configuration;
  await manager.insert(FailoverConfigurationRow, {
    plan_id: id,
    primary_site,
    secondary_site,
    failover_triggers: [...failover_triggers],
    failover_automation,
    failover_timeout,
  });
  for (const procedure of document.recovery_procedures) {
    await manager.insert(RecoveryProcedure, {
      plan_id: id,
      procedure_id: procedure.procedure_id,
      name: procedure.name,
      description: procedure.description,
      steps: procedure.steps.map((step) => (typeof step === 'string' ? step : step.name)),
      estimated_duration: procedure.estimated_duration,
      dependencies: [...procedure.dependencies],
      automation_level: procedure.automation_level,
      definition: procedure,
    });
  }
}

function planRecord(row: PlanRow): PlanRecord {
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
