import type { TriggerDecisionRecord } from '#persistence/triggers/trigger-decision-repository.js';
import type { EvaluatedTrigger } from '#persistence/triggers/trigger-evaluator.js';
import { instant } from '../instant.js';
import type { AlertmanagerNotification } from './alertmanager-webhook.js';
import type { HandledAlert } from './trigger.service.js';

export function evaluatedView({ decisionId, decided, started }: EvaluatedTrigger) {
  return {
    decision_id: decisionId,
    decision: decided.decision,
    reasons: decided.reasons,
    failover_id: started?.failoverId ?? null,
  };
}

export function decisionView(decision: TriggerDecisionRecord) {
  return {
    decision_id: decision.decisionId,
    trigger: decision.trigger,
    source: decision.source,
    site: decision.site,
    decision: decision.decision,
    reasons: decision.reasons,
    evidence: decision.evidence,
    failover_id: decision.failoverId,
    count: decision.count,
    first_at: instant(decision.firstAt),
    last_at: instant(decision.lastAt),
  };
}

export function handledView({ withoutPlan }: AlertmanagerNotification, handled: readonly HandledAlert[]) {
  return {
    alerts: handled.map(({ alert, outcome, evaluated }) => ({
      plan_id: alert.planId,
      trigger: alert.trigger,
      outcome,
      decision: evaluated && evaluatedView(evaluated),
    })),
    without_plan: withoutPlan,
  };
}
