import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
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

  /**
   * @param executionId of an execution that exists, with its runbook
   * @returns null for a journal that this version does not understand: then nothing may be asked for, and the rest of
   *   the execution can be looked at all the same.
   */
  async get(executionId: string, runbook: Runbook): Promise<Situation | null> {
    const { rows } = await poolOf(this.source).query<JournalRow & { readonly now: Date }>({
      name: 'execution_situation',
      text: GET,
      values: [executionId],
    });
    try {
      const state = foldJournal(executionId, runbook, rows.map(journalRecord));
      return { runbook, state, now: rows[0]!.now };
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}
