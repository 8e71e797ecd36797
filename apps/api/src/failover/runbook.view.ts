import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';

export function runbookView(runbook: Runbook) {
  return {
    plan_id: runbook.planId,
    plan_version: runbook.planVersion,
    execution_mode: runbook.mode,
    failover_type: runbook.failoverType,
    direction: runbook.direction,
    parallel_execution: runbook.parallel,
    timeout: runbook.timeoutMs / 1000,
    steps: runbook.steps.map(stepView),
  };
}

function stepView(step: RunbookStep) {
  return {
    step_id: step.id,
    name: step.name,
    phase: step.phase,
    component_id: step.componentId,
    action: step.action,
    inputs: step.inputs,
    depends_on: step.dependsOn,
    timeout: step.policy.timeoutMs / 1000,
    retries: step.policy.retries,
    on_failure: step.policy.onFailure,
    idempotent: step.idempotent,
    undoable: step.undoable,
    point_of_no_return: step.pointOfNoReturn,
  };
}
