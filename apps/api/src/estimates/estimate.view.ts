import type { Estimate } from '#domain/estimate/estimate.js';
import type { FailoverType, Runbook } from '#domain/runbook/runbook.js';
import type { EstimateBasis } from '#persistence/repositories/estimate-repository.js';
import type { ExecutionOutlook } from '#persistence/repositories/execution-outlook.js';
import { statusView } from '../executions/outcome.js';
import { instant } from '../instant.js';

export function executionEstimateView(basis: EstimateBasis, outlook: ExecutionOutlook) {
  const { remaining, rto } = outlook;
  const ends = (ms: number): string => instant(basis.completedAt ?? new Date(basis.now.getTime() + ms));
  return {
    execution_id: basis.executionId,
    status: statusView(basis.status),
    elapsed_ms: outlook.elapsedMs,
    ...estimateView(outlook),
    expected_completion: remaining && { p50: ends(remaining.p50Ms), p90: ends(remaining.p90Ms) },
    rto: rto && {
      rto_ms: rto.rtoMs,
      predicted_ms: rto.predictedMs,
      breach: rto.breach,
      since: basis.predictedAt && instant(basis.predictedAt),
    },
  };
}

export interface PlanEstimate {
  readonly runbook: Runbook;
  readonly failoverType: FailoverType;
  readonly estimate: Estimate;
}

export function planEstimateView({ runbook, failoverType, estimate }: PlanEstimate) {
  return {
    plan_id: runbook.planId,
    plan_version: runbook.planVersion,
    type: failoverType,
    execution_mode: runbook.mode,
    ...estimateView(estimate),
  };
}

function estimateView({ criticalPath, remaining, basedOnRuns, stepsWithoutHistory }: Estimate) {
  return {
    based_on_runs: basedOnRuns,
    steps_without_history: stepsWithoutHistory,
    critical_path: criticalPath,
    remaining: remaining && {
      p50_ms: remaining.p50Ms,
      p90_ms: remaining.p90Ms,
      human_p50_ms: remaining.humanP50Ms,
      human_p90_ms: remaining.humanP90Ms,
    },
  };
}
