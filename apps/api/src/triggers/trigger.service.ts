import { Injectable } from '@nestjs/common';
import type { Trigger } from '#domain/trigger/trigger.js';
import { PlanNotFoundError } from '#persistence/errors.js';
import type { PlanRecord } from '#persistence/records.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import {
  TriggerDecisionRepository,
  type TriggerDecisionRecord,
} from '#persistence/triggers/trigger-decision-repository.js';
import { TriggerEvaluator, type EvaluatedTrigger } from '#persistence/triggers/trigger-evaluator.js';
import { TriggerEventRepository } from '#persistence/triggers/trigger-event-repository.js';
import type { TriggerRequest } from '#persistence/triggers/trigger-request.js';
import type { Caller } from '#security/identity.js';
import { Bell } from '../bell/bell.js';
import { executablePlan } from '../plans/executable-plan.js';
import type { AlertmanagerAlert, AlertmanagerNotification } from './alertmanager-webhook.js';

export interface DecisionPage {
  readonly decisions: readonly TriggerDecisionRecord[];
  readonly hasMore: boolean;
}

/** What became of one alert. */
export interface HandledAlert {
  readonly alert: AlertmanagerAlert;
  readonly outcome: 'decided' | 'known' | 'resolved' | 'plan_not_found';
  readonly evaluated: EvaluatedTrigger | null;
}

@Injectable()
export class TriggerService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly evaluator: TriggerEvaluator,
    private readonly decisions: TriggerDecisionRepository,
    private readonly events: TriggerEventRepository,
    private readonly bell: Bell,
  ) {}

  /** @throws PlanNotFoundError, PlanArchivedError */
  async trigger(planId: string, trigger: Trigger, reason: string, caller: Caller): Promise<EvaluatedTrigger> {
    const plan = executablePlan(await this.plans.get(planId));
    const by = caller.subject;
    const request = { source: 'api', trigger, planRowId: plan.id, by, reason, details: {}, eventKey: null } as const;
    const evaluated = await this.evaluate(request);
    // Only a plan that is gone has nothing to decide, and plans are not deleted.
    if (evaluated === null) throw new PlanNotFoundError(planId);
    return evaluated;
  }

  /** One after the other, in the order of the notification; an alert of a plan that does not exist spoils no other. */
  async receive({ alerts }: AlertmanagerNotification, caller: Caller): Promise<readonly HandledAlert[]> {
    const handled: HandledAlert[] = [];
    for (const alert of alerts) handled.push(await this.receiveOne(alert, caller));
    return handled;
  }

  /** Newest first. @throws PlanNotFoundError */
  async decisionsOf(
    planId: string,
    filter: { readonly decision: string | null; readonly after: string | null; readonly limit: number },
  ): Promise<DecisionPage> {
    const { id } = await this.plans.get(planId);
    const found = await this.decisions.list({ ...filter, planRowId: id, limit: filter.limit + 1 });
    return { decisions: found.slice(0, filter.limit), hasMore: found.length > filter.limit };
  }

  private async receiveOne(alert: AlertmanagerAlert, { subject: by }: Caller): Promise<HandledAlert> {
    const plan = await this.find(alert.planId);
    if (plan === null) return { alert, outcome: 'plan_not_found', evaluated: null };
    const { key, trigger, firing, reason, details } = alert;
    const request = await this.events.receive({ key, planRowId: plan.id, trigger, firing, by, reason, details });
    if (!firing) return { alert, outcome: 'resolved', evaluated: null };
    const evaluated = request && (await this.evaluate(request));
    return { alert, outcome: evaluated === null ? 'known' : 'decided', evaluated };
  }

  private async evaluate(request: TriggerRequest): Promise<EvaluatedTrigger | null> {
    const evaluated = await this.evaluator.evaluate(request);
    if (evaluated?.started) {
      const { failoverId, priority } = evaluated.started;
      this.bell.ring({ executionId: failoverId, kind: 'failover', priority, epoch: 0 });
    }
    return evaluated;
  }

  private async find(planId: string): Promise<PlanRecord | null> {
    try {
      return await this.plans.get(planId);
    } catch (error) {
      if (error instanceof PlanNotFoundError) return null;
      throw error;
    }
  }
}
