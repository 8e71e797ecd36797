import { nextSteps, type FailoverOutcome, type Objectives } from '#domain/execution/failover-outcome.js';
import type { ProtectionSummary } from '#domain/protection/protection-summary.js';
import type { FailoverStatusRecord } from '#persistence/records.js';
import { failoverOutcomeOf, statusView } from '../executions/outcome.js';
import { instant, instantOrNull } from '../instant.js';
import { protectionSummaryView } from '../protection/protection.view.js';
import type { InitiatedFailover } from './failover.service.js';

/** SPEC.md's answer to a failover that was just requested, and `execution_mode` after it. */
export function initiatedFailoverView({ execution, failover }: InitiatedFailover) {
  return {
    failover_id: failover.failoverId,
    plan_id: execution.planId,
    failover_type: failover.failoverType,
    reason: failover.reason,
    components: failover.components,
    failover_options: failover.failoverOptions,
    execution_options: failover.executionOptions,
    status: 'running',
    progress: 0,
    started_at: instant(execution.requestedAt),
    estimated_completion: instant(new Date(execution.requestedAt.getTime() + execution.runbook.timeoutMs)),
    initiated_by: execution.initiatedBy,
    execution_mode: execution.mode,
  };
}

/** SPEC.md's status of a failover, and this service's additions after it. */
export function failoverStatusView(failover: FailoverStatusRecord, protection: ProtectionSummary) {
  const { requestedAt, completedAt, objectives, mode } = failover;
  const outcome = failoverOutcomeOf(failover);
  return {
    failover_id: failover.failoverId,
    plan_id: failover.planId,
    status: statusView(failover.status),
    progress: failover.progress,
    started_at: instant(requestedAt),
    completed_at: instantOrNull(completedAt),
    duration: completedAt && (completedAt.getTime() - requestedAt.getTime()) / 1000,
    result: outcome?.result ?? null,
    verification: outcome && {
      ...outcome.verification,
      verified_at: instantOrNull(
        outcome.verification.verified_at === null ? null : new Date(outcome.verification.verified_at),
      ),
    },
    error: failover.error,
    next_steps: outcome && objectives ? nextSteps(objectives, failover, outcome, failover.status) : [],
    execution_mode: mode,
    pause_reason: failover.pauseReason,
    active_site: failover.activeSite,
    protection: protectionSummaryView(protection),
    measurements: outcome && objectives && measurementsView(objectives, outcome),
  };
}

/** What was achieved, beside what was aimed at. */
function measurementsView(plan: Objectives, { measurements }: FailoverOutcome) {
  return {
    rto_ms: measurements.rto_ms,
    rpo_ms: measurements.rpo_ms,
    rto_split: measurements.rto_split ?? null,
    rto_target_minutes: plan.rto,
    rpo_target_minutes: plan.rpo,
    outage_started_at: measurements.outage_started_at,
    recovered_at: measurements.recovered_at,
    components: measurements.components.map((measured) => {
      const component = plan.components.find(({ component_id }) => component_id === measured.component_id);
      return {
        component_id: measured.component_id,
        rto_ms: measured.rto_ms,
        rpo_ms: measured.rpo_ms,
        rto_split: measured.rto_split ?? null,
        rto_target_minutes: component?.rto ?? null,
        rpo_target_minutes: component?.rpo ?? null,
      };
    }),
  };
}
