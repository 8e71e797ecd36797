import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { cooldownEnd } from '#domain/trigger/decide-trigger.js';
import { NoCooldownError } from './errors.js';
import type { AdminUserRecord, PlanRecord } from '../records.js';
import { automationOf, lockForSwitching, type AutomationState } from './automation-state.js';
import { lastFailover } from './read-situation.js';

export interface PlanAutomation {
  readonly plan: AutomationState;
  readonly global: AutomationState;
  /** When automatic failovers are possible again; null: there is no cool-down. */
  readonly cooldownUntil: Date | null;
}

export interface AutomationSwitch {
  readonly enabled: boolean;
  readonly comment: string | null;
  readonly by: AdminUserRecord;
}

const CHANGE = /* sql */ `
  INSERT INTO automation_changes (plan_id, enabled, comment, changed_by) VALUES ($1, $2, $3, $4)
`;

/** The first one stays. */
const ACKNOWLEDGE = /* sql */ `
  INSERT INTO cooldown_acknowledgements (execution_id, acknowledged_by, comment) VALUES ($1, $2, $3)
  ON CONFLICT (execution_id) DO NOTHING
`;

/** The switches of automatic failovers. Every change is kept. */
@Injectable()
export class AutomationRepository {
  constructor(private readonly source: DataSource) {}

  async global(): Promise<AutomationState> {
    return automationOf(this.source.manager, null);
  }

  async ofPlan(plan: PlanRecord): Promise<PlanAutomation> {
    const { manager } = this.source;
    const end = cooldownEnd(await lastFailover(manager, plan.id), plan.document.failover_configuration);
    return {
      plan: await automationOf(manager, plan.id),
      global: await automationOf(manager, null),
      cooldownUntil: end === null || end <= Date.now() ? null : new Date(end),
    };
  }

  /**
   * Once it has returned, no automatic failover is started against it.
   * @param planRowId null: all plans.
   */
  async change(planRowId: string | null, { enabled, comment, by }: AutomationSwitch): Promise<void> {
    await this.source.transaction(async (manager) => {
      await lockForSwitching(manager);
      await manager.query(CHANGE, [planRowId, enabled, comment, by.id]);
    });
  }

  /** @throws NoCooldownError */
  async acknowledgeCooldown(plan: PlanRecord, by: AdminUserRecord, comment: string | null): Promise<void> {
    const { manager } = this.source;
    const last = await lastFailover(manager, plan.id);
    const end = cooldownEnd(last, plan.document.failover_configuration);
    if (last === null || end === null || end <= Date.now()) throw new NoCooldownError(plan.planId);
    await manager.query(ACKNOWLEDGE, [last.failoverId, by.id, comment]);
  }
}
