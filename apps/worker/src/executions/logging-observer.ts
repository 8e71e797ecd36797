import type { Logger } from 'pino';
import type { JournalRecord } from '#domain/execution/journal-entry.js';
import type { EngineObserver } from '#engine/ports.js';

/** Writes what the engine does to the log. Outputs stay in the journal: they are for the plan's readers only. */
export class LoggingObserver implements EngineObserver {
  constructor(private readonly logger: Logger) {}

  entries(executionId: string, records: readonly JournalRecord[]): void {
    for (const { seq, entry } of records) {
      const step = 'stepId' in entry ? entry.stepId : undefined;
      const failure = 'error' in entry && entry.error !== null ? entry.error : undefined;
      this.logger.info({ execution_id: executionId, seq, step, failure }, entry.type);
    }
  }

  fault(executionId: string, error: unknown): void {
    this.logger.error({ execution_id: executionId, err: error }, 'engine fault');
  }
}
