import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import { foldJournal } from '#domain/execution/execution-state.js';
import type { Situation } from '#domain/execution/interventions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { poolOf } from '../journal/pool.js';
import { journalRecord, type JournalRow } from '../journal/journal-row.js';
import { stepRows } from '../journal/step-rows.js';
import type { StepRecord } from '../records.js';
import { stepRecords } from './step-records.js';

const GET = /* sql */ `
  SELECT seq, epoch, at, entry, clock_timestamp() AS now FROM execution_journal WHERE execution_id = $1 ORDER BY seq
`;

/** Both from the same entries, so that they never contradict each other. */
export interface Standing {
  /** In the order of the runbook. */
  readonly steps: readonly StepRecord[];
  /** Null for a journal that this version does not understand: then nothing may be asked for. */
  readonly situation: Situation | null;
}

/** What the journal says of an execution now: where its steps stand, and what people have asked and may ask for. */
@Injectable()
export class SituationRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * Read once: many look at an execution while it runs, and what they cost it lacks.
   * @param executionId of an execution that exists, with its runbook
   */
  async get(executionId: string, runbook: Runbook): Promise<Standing> {
    const { rows } = await poolOf(this.source).query<JournalRow & { readonly now: Date }>({
      name: 'execution_situation',
      text: GET,
      values: [executionId],
    });
    return { steps: stepRecords(runbook, stepRows(rows)), situation: situationOf(executionId, runbook, rows) };
  }
}

function situationOf(
  executionId: string,
  runbook: Runbook,
  rows: readonly (JournalRow & { readonly now: Date })[],
): Situation | null {
  try {
    const state = foldJournal(executionId, runbook, rows.map(journalRecord));
    return { runbook, state, now: rows[0]!.now };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
