import type { FailoverOutcome } from '#domain/execution/failover-outcome.js';
import type { ExecutionState } from '#domain/execution/execution-state.js';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import type { Objectives } from '#domain/execution/failover-outcome.js';
import type { ProcedureOutcome } from '#domain/execution/procedure-outcome.js';
import type { Runbook } from '#domain/runbook/runbook.js';

/** What was achieved, measured by what the steps have proved. */
export function outcomeText(runbook: Runbook, state: ExecutionState, objectives: Objectives | null): readonly string[] {
  const failure = state.error === null ? [] : [`because    ${state.error.message}`];
  const lines = [
    `result     ${state.status.replaceAll('_', ' ')}${runbook.mode === 'simulation' ? ' (simulation)' : ''}`,
  ];
  const outcome = executionOutcome(runbook, state) as unknown;
  if (runbook.kind === 'failover') lines.push(...failoverText(outcome as FailoverOutcome, objectives));
  if (runbook.kind === 'procedure') lines.push(...procedureText(outcome as ProcedureOutcome));
  return [...lines, ...failure];
}

function failoverText({ measurements, verification, result }: FailoverOutcome, objectives: Objectives | null) {
  return [
    `RTO        ${measured(measurements.rto_ms)}${aim(objectives?.rto)}`,
    `RPO        ${measured(measurements.rpo_ms)}${aim(objectives?.rpo)}`,
    `verified   ${verification.status.replaceAll('_', ' ')}`,
    `components ${result.components_failed_over} failed over`,
  ];
}

function procedureText(outcome: ProcedureOutcome): readonly string[] {
  const { steps_total: total, steps_succeeded: succeeded, steps_simulated: simulated } = outcome;
  return [`steps      ${succeeded + simulated} of ${total}, ${measured(outcome.duration_ms)}`];
}

function measured(ms: number | null): string {
  return ms === null ? 'not measured' : `${(ms / 1000).toFixed(2)} s`;
}

function aim(minutes: number | undefined): string {
  return minutes === undefined ? '' : ` (objective ${minutes} min)`;
}
