import type { ExecutionExport } from '#bundle/execution-export.js';
import type { JournalDirectory } from './journal-directory.js';

/** The run as the service takes it in. */
export function executionExport({ bundle, journal }: JournalDirectory): ExecutionExport {
  return {
    bundle,
    execution_id: journal.execution.executionId,
    records: journal.records().map((record) => ({ ...record, at: record.at.toISOString() })),
  };
}
