import { summarizeProtection, type ProtectionSummary } from '#domain/protection/protection-summary.js';
import type { ExecutionRecord } from '#persistence/records.js';
import type { ComponentProtectionRecord } from '#persistence/repositories/protection-repository.js';
import { instant, instantOrNull } from '../instant.js';
import type { PlanProtectionRecord } from './protection.service.js';

export function protectionView({ plan, protection }: PlanProtectionRecord) {
  const { components, events, reprotecting, activeSite } = protection;
  return {
    plan_id: plan.planId,
    active_site: activeSite,
    ...protectionSummaryView(summarizeProtection(components, reprotecting)),
    components: components.map(componentView),
    events: events.map((event) => ({
      component_id: event.componentId,
      site: event.site,
      kind: event.kind,
      detail: event.detail,
      epoch: event.epoch,
      at: instant(event.at),
    })),
  };
}

export function protectionSummaryView({ state, since, lagBytes, replayLagMs, reprotecting }: ProtectionSummary) {
  return {
    /** Null: the plan has no database at both sites, so there is nothing to protect. */
    state,
    since: instantOrNull(since),
    lag_bytes: lagBytes,
    replay_lag_ms: replayLagMs,
    reprotecting_execution: reprotecting,
  };
}

export function startedReprotectView(execution: ExecutionRecord) {
  return {
    execution_id: execution.executionId,
    plan_id: execution.planId,
    status: 'running',
    progress: 0,
    steps: execution.runbook.steps.map(({ id, name }) => ({ step_id: id, name })),
    started_at: instant(execution.requestedAt),
    initiated_by: execution.initiatedBy,
  };
}

function componentView({ componentId, site, state, since, seenAt, detail, sight }: ComponentProtectionRecord) {
  return {
    component_id: componentId,
    site,
    state,
    since: instantOrNull(since),
    seen_at: instantOrNull(seenAt),
    detail,
    role: sight?.role ?? null,
    fenced: sight?.role === 'primary' ? sight.fenced : null,
    streaming: sight?.role === 'standby' ? sight.streaming : null,
    timeline: sight === null || sight.role === 'unreachable' ? null : sight.timeline,
    lag_bytes: sight?.role === 'standby' ? sight.lagBytes : null,
    replay_lag_ms: sight?.role === 'standby' ? sight.replayLagMs : null,
  };
}
