import { foldJournal } from '#domain/execution/execution-state.js';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import type { ExecutionRow, Run, StepRow } from './matrix-lab.js';

/** A worker knows the database's time as well as a write takes to be answered. */
const CLOCK_TOLERANCE_MS = 5_000;

/** What keeps a journal, and the rows that are kept beside it for reading, from being a valid history. */
export function historyFaults(
  run: Run,
  records: readonly JournalRecord[],
  execution: ExecutionRow,
  steps: readonly StepRow[],
): readonly string[] {
  return [
    ...sequenceFaults(records),
    ...epochFaults(records),
    ...foldFaults(run, records, execution, steps),
    ...measurementFaults(records, execution),
  ];
}

export function leasesIn(records: readonly JournalRecord[]): number {
  return records.filter(({ entry }) => entry.type === 'lease_acquired').length;
}

function sequenceFaults(records: readonly JournalRecord[]): readonly string[] {
  const gap = records.findIndex(({ seq }, index) => seq !== index + 1);
  return gap < 0 ? [] : [`the journal has no entry ${gap + 1}`];
}

/** Every lease rises above all before it, and what the engine writes it writes under the newest one. */
function epochFaults(records: readonly JournalRecord[]): readonly string[] {
  const faults: string[] = [];
  let newest = 0;
  for (const { seq, epoch, entry } of records) {
    if (epoch === null) continue;
    if (entry.type === 'lease_acquired') {
      if (epoch <= newest) faults.push(`entry ${seq} takes a lease under epoch ${epoch} after ${newest}`);
      newest = epoch;
    } else if (epoch !== newest) {
      faults.push(`entry ${seq} (${entry.type}) was written under epoch ${epoch} while ${newest} held`);
    }
  }
  return faults;
}

/** What was measured is how long it took, whatever a worker's clock says. */
function measurementFaults(records: readonly JournalRecord[], { rto_ms: rto }: ExecutionRow): readonly string[] {
  const tookMs = records.at(-1)!.at.getTime() - records[0]!.at.getTime();
  if (rto === null || Math.abs(rto - tookMs) <= CLOCK_TOLERANCE_MS) return [];
  return [`an RTO of ${rto} ms was measured in an execution of ${tookMs} ms`];
}

function foldFaults(
  run: Run,
  records: readonly JournalRecord[],
  execution: ExecutionRow,
  steps: readonly StepRow[],
): readonly string[] {
  const faults: string[] = [];
  const compare = (what: string, row: unknown, journal: unknown): void => {
    if (row !== journal) faults.push(`${what} is ${String(row)} in its row and ${String(journal)} in the journal`);
  };
  try {
    const state = foldJournal(run.executionId, run.runbook, records);
    compare('the status', execution.status, state.status);
    compare('the newest seq', execution.last_seq, state.lastSeq);
    for (const { step_id: id, status, attempts } of steps) {
      const step = state.steps.get(id)!;
      compare(`the status of ${id}`, status, step.status);
      compare(`the number of attempts of ${id}`, attempts, step.attempts);
    }
  } catch (error) {
    faults.push(`the journal can not be folded: ${(error as Error).message}`);
  }
  return faults;
}
