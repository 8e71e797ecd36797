import { planProtection, type ProtectionState } from '#domain/protection/protection.js';
import type { ExecutionRecord } from '#persistence/records.js';
import type { ComponentProtectionRecord } from '#persistence/repositories/protection-repository.js';
import { instant, instantOrNull } from '../instant.js';
import type { PlanProtectionRecord } from './protection.service.js';

export function protectionView({ plan, protection }: PlanProtectionRecord) {
  const { components, events, reprotecting, activeSite } = protection;
  const state = stateOf(components, reprotecting);
  const lags = components.flatMap(({ sight }) => (sight?.role === 'standby' ? [sight] : []));
  return {
    plan_id: plan.planId,
    active_site: activeSite,
    /** Null: the plan has no database at both sites, so there is nothing to protect. */
    state,
    since: instantOrNull(sinceOf(components, state)),
    lag_bytes: greatest(lags.map(({ lagBytes }) => lagBytes)),
    replay_lag_ms: greatest(lags.map(({ replayLagMs }) => replayLagMs)),
    reprotecting_execution: reprotecting,
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

function stateOf(
  components: readonly ComponentProtectionRecord[],
  reprotecting: string | null,
): ProtectionState | null {
  if (components.length === 0) return null;
  return planProtection(
    components.map((component) => component.state),
    reprotecting !== null,
  );
}

/** Since when the plan is so: since its first component is, or, protected, since its last one is. */
function sinceOf(components: readonly ComponentProtectionRecord[], state: ProtectionState | null): Date | null {
  const times = components
    .filter((component) => component.state === state)
    .flatMap(({ since }) => since?.getTime() ?? []);
  if (times.length === 0) return null;
  return new Date(state === 'protected' ? Math.max(...times) : Math.min(...times));
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

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
