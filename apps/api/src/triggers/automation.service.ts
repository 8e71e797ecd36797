import { Injectable } from '@nestjs/common';
import type { PlanRecord } from '#persistence/records.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { AutomationRepository, type PlanAutomation } from '#persistence/triggers/automation-repository.js';
import type { AutomationState } from '#persistence/triggers/automation-state.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';

export interface AutomationOfPlan extends PlanAutomation {
  readonly record: PlanRecord;
}

@Injectable()
export class AutomationService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly automation: AutomationRepository,
    private readonly actors: Actors,
  ) {}

  global(): Promise<AutomationState> {
    return this.automation.global();
  }

  async switchAll(enabled: boolean, comment: string, caller: Caller): Promise<AutomationState> {
    const by = await this.actors.record(caller, caller.subject);
    await this.automation.change(null, { enabled, comment, by });
    return this.automation.global();
  }

  /** @throws PlanNotFoundError */
  async ofPlan(planId: string): Promise<AutomationOfPlan> {
    const record = await this.plans.get(planId);
    return { record, ...(await this.automation.ofPlan(record)) };
  }

  /** @throws PlanNotFoundError */
  async switchPlan(planId: string, enabled: boolean, comment: string, caller: Caller): Promise<AutomationOfPlan> {
    const { id } = await this.plans.get(planId);
    const by = await this.actors.record(caller, caller.subject);
    await this.automation.change(id, { enabled, comment, by });
    return this.ofPlan(planId);
  }

  /** @throws PlanNotFoundError, NoCooldownError */
  async acknowledgeCooldown(planId: string, comment: string | null, caller: Caller): Promise<AutomationOfPlan> {
    const plan = await this.plans.get(planId);
    const by = await this.actors.record(caller, caller.subject);
    await this.automation.acknowledgeCooldown(plan, by, comment);
    return this.ofPlan(planId);
  }
}
