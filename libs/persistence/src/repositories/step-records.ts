import type { Runbook } from '#domain/runbook/runbook.js';
import { rowOf, type StepRow } from '../journal/step-rows.js';
import type { StepRecord } from '../records.js';

/** The steps of a runbook in its order, and where each of them stands. */
export function stepRecords(runbook: Runbook, rows: ReadonlyMap<string, StepRow<Date>>): readonly StepRecord[] {
  return runbook.steps.map((step) => {
    const row = rowOf(rows, step.id);
    return {
      stepId: step.id,
      name: step.name,
      phase: step.phase,
      action: step.action,
      componentId: step.componentId,
      dependsOn: step.dependsOn,
      status: row.status,
      attempts: row.attempts,
      startedAt: row.started_at,
      completedAt: row.completed_at,
      durationMs: row.duration_ms,
      output: row.output,
      error: row.error,
    };
  });
}
