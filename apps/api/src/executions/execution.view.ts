import { approvalExpiry } from '#domain/execution/approval.js';
import type { Word } from '#domain/execution/journal-entry.js';
import { allowedActions, allowedStepActions, type Situation } from '#domain/execution/interventions.js';
import type { StepState } from '#domain/execution/execution-state.js';
import type { ExecutionFault, StepRecord } from '#persistence/records.js';
import { instant, instantOrNull } from '../instant.js';
import type { ExecutionDetails } from './execution.service.js';
import { outcomeOf, procedureOutcomeOf, statusView } from './outcome.js';

/** The whole state of an execution of any kind. */
export function executionView({ execution, steps, situation }: ExecutionDetails) {
  const { requestedAt, completedAt } = execution;
  return {
    execution_id: execution.executionId,
    kind: execution.kind,
    plan_id: execution.planId,
    plan_version: execution.planVersion,
    status: statusView(execution.status),
    pause_reason: execution.pauseReason,
    pause_requested: wordOrNull(situation?.state.pauseRequested ?? null),
    switched_to_ungraceful: wordOrNull(situation?.state.ungraceful ?? null),
    allowed_actions: situation ? allowedActions(situation) : [],
    progress: execution.progress,
    execution_mode: execution.mode,
    requested_at: instant(requestedAt),
    started_at: instantOrNull(execution.startedAt),
    completed_at: instantOrNull(completedAt),
    duration_ms: completedAt && completedAt.getTime() - requestedAt.getTime(),
    initiated_by: execution.initiatedBy,
    ingested: execution.executedElsewhereBy !== null,
    executed_by: execution.executedElsewhereBy ?? 'service',
    request: execution.request,
    steps: steps.map((step) => stepView(step, situation)),
    result: outcomeOf(execution)?.result ?? procedureOutcomeOf(execution),
    measurements: outcomeOf(execution)?.measurements ?? null,
    error: execution.error,
    fault: execution.fault && faultView(execution.fault),
  };
}

function faultView({ report, count, retryAt }: ExecutionFault) {
  return { ...report, count, retry_at: instantOrNull(retryAt) };
}

function stepView(step: StepRecord, situation: Situation | null) {
  return {
    step_id: step.stepId,
    name: step.name,
    phase: step.phase,
    component_id: step.componentId,
    action: step.action,
    depends_on: step.dependsOn,
    status: step.status,
    attempts: step.attempts,
    started_at: instantOrNull(step.startedAt),
    completed_at: instantOrNull(step.completedAt),
    duration_ms: step.durationMs,
    output: step.output,
    error: step.error,
    approvals: situation && approvalsView(situation.state.steps.get(step.stepId)!),
    allowed_actions: situation ? allowedStepActions(situation, step.stepId) : [],
  };
}

/** Null for a step that needs no approval. */
function approvalsView(step: StepState) {
  const { approval, approvals } = step;
  return (
    approval && {
      required: approval.required,
      role: approval.role,
      exclude_initiator: approval.excludeInitiator,
      given: approvals.map(wordView),
      expires_at: instantOrNull(approvalExpiry(step)),
    }
  );
}

function wordOrNull(word: Word | null) {
  return word && wordView(word);
}

function wordView({ by, at, comment }: Word) {
  return { by, at: instant(at), comment };
}
