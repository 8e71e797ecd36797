import { foldJournal, type ExecutionState } from '#domain/execution/execution-state.js';
import type { JournalEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import type { SegmentWriter } from './segment-writer.js';
import { entriesFrame, type KeptRecord } from './segments.js';

/** The journal as the holder of its lease knows it: all that went before, and what it writes itself. */
export class HeldSegment {
  private readonly kept: KeptRecord[];
  private readonly requests: Set<string>;

  constructor(
    readonly epoch: number,
    private readonly writer: SegmentWriter,
    before: readonly KeptRecord[],
  ) {
    this.kept = [...before];
    this.requests = new Set(before.flatMap(({ requestId }) => requestId ?? []));
  }

  get lastSeq(): number {
    return this.kept.length;
  }

  records(): readonly JournalRecord[] {
    return this.kept.map(({ record }) => record);
  }

  state(executionId: string, runbook: Runbook): ExecutionState {
    return foldJournal(executionId, runbook, this.records());
  }

  /** Whether this request of a person is in the journal. */
  knows(requestId: string): boolean {
    return this.requests.has(requestId);
  }

  /** One durable write. @param epoch null for what people ask for. @throws JournalUnwritableError */
  append(epoch: number | null, entries: readonly JournalEntry[], requestId: string | null): readonly JournalRecord[] {
    const first = this.lastSeq + 1;
    const at = new Date();
    this.writer.write(entriesFrame(first, epoch, at, requestId, entries));
    const records = entries.map((entry, index) => ({ seq: first + index, epoch, at, entry }));
    this.kept.push(...records.map((record) => ({ record, requestId })));
    if (requestId !== null) this.requests.add(requestId);
    return records;
  }

  close(): void {
    this.writer.close();
  }
}
