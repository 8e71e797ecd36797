import { nextSteps, type FailoverOutcome } from '#domain/execution/failover-outcome.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { outcomeOf, statusView } from '../executions/outcome.js';
import { instant, instantOrNull } from '../instant.js';
import type { FailoverState, InitiatedFailover } from './failover.service.js';

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
export function failoverStatusView({ execution, plan }: FailoverState) {
  const { requestedAt, completedAt, runbook } = execution;
  const outcome = outcomeOf(execution);
  return {
    failover_id: execution.executionId,
    plan_id: execution.planId,
    status: statusView(execution.status),
    progress: execution.progress,
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
    error: execution.error,
    next_steps: outcome ? nextSteps(plan, runbook, outcome, execution.status) : [],
    execution_mode: execution.mode,
    pause_reason: execution.pauseReason,
    measurements: outcome && measurementsView(plan, outcome),
  };
}

/** What was achieved, beside what was aimed at. */
function measurementsView(plan: PlanDocument, { measurements }: FailoverOutcome) {
  return {
    rto_ms: measurements.rto_ms,
    rpo_ms: measurements.rpo_ms,
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
        rto_target_minutes: component?.rto ?? null,
        rpo_target_minutes: component?.rpo ?? null,
      };
    }),
  };
}
