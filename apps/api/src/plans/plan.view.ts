import type { PlanDocument } from '#domain/plan/plan-document.js';
import type { ProtectionSummary } from '#domain/protection/protection-summary.js';
import type { ComponentLag, PlanRecord } from '#persistence/records.js';
import type { AuthorityRecord } from '#persistence/repositories/authority-repository.js';
import { instant, instantOrNull } from '../instant.js';
import { protectionSummaryView } from '../protection/protection.view.js';
import type { LagSeries } from './plan.service.js';

/** The plan as SPEC.md answers it, field by field, and this service's additions after it. */
export function planView(plan: PlanRecord) {
  return {
    plan_id: plan.planId,
    ...documentView(plan.document),
    status: plan.status,
    created_at: instant(plan.createdAt),
    created_by: plan.createdBy,
    last_tested: instantOrNull(plan.lastTested),
    next_test: instantOrNull(plan.nextTest),
    version: plan.version,
    execution_mode: plan.mode,
    active_site: plan.activeSite,
  };
}

export function documentView(document: PlanDocument): PlanDocument {
  return {
    plan_name: document.plan_name,
    description: document.description,
    scope: document.scope,
    priority: document.priority,
    rto: document.rto,
    rpo: document.rpo,
    recovery_tier: document.recovery_tier,
    components: document.components,
    failover_configuration: document.failover_configuration,
    recovery_procedures: document.recovery_procedures,
    testing_schedule: document.testing_schedule,
    notifications: document.notifications,
  };
}

export function lagView(planId: string, lag: readonly ComponentLag[], series: LagSeries | null) {
  return {
    plan_id: planId,
    components: lag.map((component) => ({
      component_id: component.componentId,
      last_canary_at: instantOrNull(component.lastCanaryAt),
      lsn: component.lsn,
      failing_since: instantOrNull(component.failingSince),
    })),
    series: series && seriesView(series),
  };
}

function seriesView({ range, componentIds, points }: LagSeries) {
  return {
    from: instant(range.from),
    to: instant(range.to),
    step: range.step,
    components: componentIds.map((id) => ({
      component_id: id,
      points: points
        .filter(({ componentId }) => componentId === id)
        .map(({ at, bytes, replayMs, canaryMs }) => ({
          at: instant(at),
          bytes,
          replay_ms: replayMs,
          canary_ms: canaryMs,
        })),
    })),
  };
}

export function authorityView(authority: AuthorityRecord, protection: ProtectionSummary) {
  return {
    plan_id: authority.planId,
    active_site: authority.activeSite,
    site_name: authority.siteName,
    epoch: authority.epoch,
    changed_at: instant(authority.changedAt),
    changed_by_execution: authority.changedBy,
    under_execution: authority.underExecution,
    protection: protectionSummaryView(protection),
  };
}
