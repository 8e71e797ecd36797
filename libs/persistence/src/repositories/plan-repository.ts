import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type ObjectLiteral } from 'typeorm';
import type { Site } from '#domain/plan/plan-document.js';
import { DisasterRecoveryPlan } from '../entities/disaster-recovery-plan.entity.js';
import { PlanAuthority } from '../entities/plan-authority.entity.js';
import { PlanVersion } from '../entities/plan-version.entity.js';
import { PlanNotFoundError } from '../errors.js';
import type { NewPlan, PlanRecord } from '../records.js';
import { writePlanParts } from './plan-parts.js';
import { planRecord, SELECT_PLAN, type PlanRow } from './plan-row.js';

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
    const rows = await this.source.query<PlanRow[]>(`${SELECT_PLAN} WHERE plan.plan_id = $1`, [planId]);
    if (!rows[0]) throw new PlanNotFoundError(planId);
    return planRecord(rows[0]);
  }

  /** Plans whose targets are real and that are in use. */
  async live(): Promise<readonly PlanRecord[]> {
    const rows = await this.source.query<PlanRow[]>(
      `${SELECT_PLAN} WHERE plan.execution_mode = 'live' AND plan.status = 'active' ORDER BY plan.created_at`,
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
  // As a plain object: TypeScript gives up on the deep partial of a document with JSON of any depth in it.
  const { identifiers } = await manager.insert<ObjectLiteral>(DisasterRecoveryPlan, {
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
  await writePlanParts(manager, id, document);
}
