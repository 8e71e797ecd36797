import type { DataSource } from 'typeorm';
import { poolOf } from '../journal/pool.js';
import { stepRows, type Dated, type StepRow } from '../journal/step-rows.js';

const ENTRIES = /* sql */ `SELECT at, entry FROM execution_journal WHERE execution_id = $1 ORDER BY seq`;

/** Where the steps of an execution stand now: their rows say how they stood when it last came to rest. */
export async function journalledSteps(
  source: DataSource,
  executionId: string,
): Promise<ReadonlyMap<string, StepRow<Date>>> {
  const { rows } = await poolOf(source).query<Dated<Date>>({
    name: 'journalled_steps',
    text: ENTRIES,
    values: [executionId],
  });
  return stepRows(rows);
}
