import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { foldJournal } from '#domain/execution/execution-state.js';
import type { Situation } from '#domain/execution/interventions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { poolOf } from '../journal/pool.js';
import { journalRecord, type JournalRow } from '../journal/journal-row.js';

const GET = /* sql */ `
  SELECT seq, epoch, at, entry, clock_timestamp() AS now FROM execution_journal WHERE execution_id = $1 ORDER BY seq
`;

/** What the journal says of an execution now: what people have asked for, and what they may ask for. */
@Injectable()
export class SituationRepository {
  constructor(private readonly source: DataSource) {}

  /** @param executionId of an execution that exists, with its runbook */
  async get(executionId: string, runbook: Runbook): Promise<Situation> {
    const { rows } = await poolOf(this.source).query<JournalRow & { readonly now: Date }>({
      name: 'execution_situation',
      text: GET,
      values: [executionId],
    });
    const state = foldJournal(executionId, runbook, rows.map(journalRecord));
    return { runbook, state, now: rows[0]!.now };
  }
}
