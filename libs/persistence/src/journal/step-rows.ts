import type { FailureReport } from '#domain/execution/failure-report.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { StepStatus } from '#domain/execution/transitions.js';
import type { JsonObject } from '#domain/json.js';
import { projectEntries, type Projection, type StepPatch } from './projection.js';

/** Where a step stands, as it is shown. `At` is how moments are said. */
export interface StepRow<At> {
  readonly status: StepStatus;
  readonly attempts: number;
  readonly started_at: At | null;
  readonly completed_at: At | null;
  /** Milliseconds. */
  readonly duration_ms: number | null;
  readonly output: JsonObject | null;
  readonly error: FailureReport | null;
}

/** An entry with its moment. */
export interface Dated<At> {
  readonly at: At;
  readonly entry: JournalEntry;
}

const FRESH: StepRow<never> = {
  status: 'pending',
  attempts: 0,
  started_at: null,
  completed_at: null,
  duration_ms: null,
  output: null,
  error: null,
};

/**
 * Where the steps of an execution stand.
 * @param records the whole journal; what this version does not understand says nothing of any step.
 * @returns by step id; a step that nothing was written of is not there.
 */
export function stepRows<At>(records: readonly Dated<At>[]): ReadonlyMap<string, StepRow<At>> {
  const rows = new Map<string, StepRow<At>>();
  for (const { at, entry } of records) {
    // A newer version may have written entries that no case of this one covers.
    const said = projectEntries([entry]) as Projection | undefined;
    for (const patch of said?.steps ?? []) rows.set(patch.step_id, patched(rowOf(rows, patch.step_id), patch, at));
  }
  return rows;
}

export function rowOf<At>(rows: ReadonlyMap<string, StepRow<At>>, stepId: string): StepRow<At> {
  return rows.get(stepId) ?? FRESH;
}

function patched<At>(row: StepRow<At>, patch: StepPatch, at: At): StepRow<At> {
  return {
    status: patch.status ?? row.status,
    attempts: patch.attempts ?? row.attempts,
    started_at: patch.started ? (row.started_at ?? at) : row.started_at,
    completed_at: patch.ended ? at : patch.reset ? null : row.completed_at,
    duration_ms: patch.duration_ms ?? row.duration_ms,
    output: patch.output ?? row.output,
    error: patch.status === 'succeeded' ? null : (patch.error ?? row.error),
  };
}
