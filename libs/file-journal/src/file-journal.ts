import { foldJournal, type ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import { LeaseLostError } from '#engine/errors.js';
import type { HeldLease, Journal, Leases } from '#engine/ports.js';
import { sync } from './durable-file.js';
import { RequestRefusedError } from './errors.js';
import { createExecution, readExecution, requestRecord, type FileExecution } from './execution-file.js';
import { HeldSegment } from './held-segment.js';
import { Inbox } from './inbox.js';
import { isHeld, readLease, writeLease } from './lease-file.js';
import { thisProcess } from './process-identity.js';
import { refusalOf, type FileRequest } from './request-rules.js';
import { SegmentWriter } from './segment-writer.js';
import { claimedEpochs, readClaim, readHistory, segmentPath, type Claim } from './segments.js';

/** Who drives the execution now. */
export interface Holder extends Claim {
  readonly epoch: number;
}

/**
 * Journal and leases of one execution in a directory on a local disk: for the night on which there is no database.
 * Every lease has an epoch and a segment of its own, so no process ever writes into another's file; taking the lease
 * over is to create the next segment, and whoever finds a higher one than its own has lost. Because a holder looks
 * after each write, and a successor reads after its claim, what was acknowledged is always read.
 */
export class FileJournal implements Journal, Leases {
  private readonly inbox: Inbox;
  private held: HeldSegment | null = null;
  /** What this holder's own last append has ended, and given back. */
  private ended: { readonly epoch: number; readonly lastSeq: number } | null = null;

  private constructor(
    private readonly directory: string,
    readonly execution: FileExecution,
  ) {
    this.inbox = new Inbox(directory);
    this.inbox.create();
  }

  /** @throws JournalExistsError */
  static create(directory: string, execution: FileExecution): FileJournal {
    createExecution(directory, execution);
    return FileJournal.open(directory);
  }

  /** @throws JournalMissingError, JournalCorruptError */
  static open(directory: string): FileJournal {
    return new FileJournal(directory, readExecution(directory));
  }

  /** What is durable. @throws JournalCorruptError */
  records(): readonly JournalRecord[] {
    return [requestRecord(this.execution), ...readHistory(this.directory).records.map(({ record }) => record)];
  }

  state(): ExecutionState {
    return foldJournal(this.execution.executionId, this.execution.runbook, this.records());
  }

  holder(): Holder | null {
    const [newest] = claimedEpochs(this.directory);
    if (newest === undefined || !isHeld(this.directory, newest, Date.now())) return null;
    return { ...readClaim(this.directory, newest), epoch: newest };
  }

  /**
   * Asks for something beside the lease, from any process; whoever holds it, or takes it next, takes the request in.
   * @throws RequestRefusedError when it is not possible as things stand.
   */
  request(entry: FileRequest): void {
    const refusal = refusalOf(this.execution.runbook, this.state(), entry, new Date());
    if (refusal !== null) throw new RequestRefusedError(entry.type, refusal);
    this.inbox.put(entry);
  }

  acquire(executionId: string, owner: string, ttlMs: number): Promise<HeldLease | null> {
    return settle(() => {
      if (executionId !== this.execution.executionId || !this.isDue()) return null;
      const epoch = Math.max(this.execution.epochBase, claimedEpochs(this.directory)[0] ?? 0) + 1;
      const claim: Claim = { owner, process: thisProcess(), expiresAt: Date.now() + ttlMs };
      const writer = SegmentWriter.claim(this.directory, epoch, claim);
      if (writer === null) return null;
      if (!this.isNewest(epoch)) {
        writer.close();
        return null;
      }
      const history = readHistory(this.directory, epoch);
      // What is read may be in the memory of the machine alone; nothing is built upon it before it is on the disk.
      if (history.tip.epoch !== null) sync(segmentPath(this.directory, history.tip.epoch));
      writer.write({ ...history.tip });
      this.held?.close();
      this.held = new HeldSegment(epoch, writer, [
        { record: requestRecord(this.execution), requestId: null },
        ...history.records,
      ]);
      this.takeIn(this.held);
      const { runbook } = this.execution;
      return { executionId, planId: runbook.planId, runbook, epoch, lastSeq: this.held.lastSeq };
    });
  }

  append(
    executionId: string,
    epoch: number,
    afterSeq: number,
    entries: readonly EngineEntry[],
  ): Promise<readonly JournalRecord[] | null> {
    return settle(() => {
      const held = this.requireHeld(executionId, epoch);
      this.takeIn(held);
      if (held.lastSeq > afterSeq) return null;
      const records = held.append(epoch, entries, null);
      // Taken over before this was written, or while: then it may not have been read, and must not be relied on.
      this.requireHeld(executionId, epoch);
      if (entries.some(({ type }) => type === 'execution_ended')) {
        this.ended = { epoch, lastSeq: held.lastSeq };
        this.letGo(held, held.lastSeq);
      }
      return records;
    });
  }

  entriesAfter(executionId: string, seq: number): Promise<readonly JournalRecord[]> {
    return settle(() => {
      if (executionId !== this.execution.executionId) return [];
      if (this.held === null || !this.isNewest(this.held.epoch)) return this.records().slice(seq);
      this.takeIn(this.held);
      return this.held.records().slice(seq);
    });
  }

  renew(executionId: string, epoch: number, ttlMs: number): Promise<{ readonly lastSeq: number } | null> {
    return settle(() => {
      if (this.ended?.epoch === epoch) return { lastSeq: this.ended.lastSeq };
      const held = this.heldUnder(executionId, epoch);
      if (held === null) return null;
      writeLease(this.directory, epoch, { expiresAt: Date.now() + ttlMs, released: false, seenSeq: 0 });
      this.takeIn(held);
      return { lastSeq: held.lastSeq };
    });
  }

  release(executionId: string, epoch: number, seenSeq: number): Promise<void> {
    return settle(() => {
      const { held } = this;
      if (held === null || executionId !== this.execution.executionId || held.epoch !== epoch) return;
      this.letGo(held, seenSeq);
    });
  }

  private letGo(held: HeldSegment, seenSeq: number): void {
    this.held = null;
    held.close();
    writeLease(this.directory, held.epoch, { expiresAt: 0, released: true, seenSeq });
  }

  /** Nobody holds it, and there is something to do: a paused execution waits until somebody asks for something. */
  private isDue(): boolean {
    const [newest] = claimedEpochs(this.directory);
    if (newest === undefined) return true;
    if (isHeld(this.directory, newest, Date.now())) return false;
    const records = this.records();
    const { status } = foldJournal(this.execution.executionId, this.execution.runbook, records);
    if (isTerminal(status)) return false;
    if (status !== 'paused') return true;
    const newestRequest = records.findLast(({ epoch }) => epoch === null)?.seq ?? 0;
    return newestRequest > readLease(this.directory, newest).seenSeq || this.inbox.waiting().length > 0;
  }

  /** Writes what people have asked for into the journal, before anything is decided without it. */
  private takeIn(held: HeldSegment): void {
    for (const { id, entry } of this.inbox.waiting()) {
      // Whoever held before may have died between the journal and the inbox.
      if (held.knows(id)) this.inbox.done(id);
      else if (refusalOf(this.execution.runbook, this.stateOf(held), entry, new Date()) !== null) this.inbox.refuse(id);
      else {
        held.append(null, [entry], id);
        this.inbox.done(id);
      }
    }
  }

  private stateOf(held: HeldSegment): ExecutionState {
    return held.state(this.execution.executionId, this.execution.runbook);
  }

  private requireHeld(executionId: string, epoch: number): HeldSegment {
    const held = this.heldUnder(executionId, epoch);
    if (held === null) throw new LeaseLostError(executionId, epoch);
    return held;
  }

  private heldUnder(executionId: string, epoch: number): HeldSegment | null {
    const { held } = this;
    if (held === null || executionId !== this.execution.executionId || held.epoch !== epoch) return null;
    return this.isNewest(epoch) ? held : null;
  }

  private isNewest(epoch: number): boolean {
    return claimedEpochs(this.directory)[0] === epoch;
  }
}

/** The disk is asked synchronously: a journal has one writer, and nothing to do while its write is not durable. */
function settle<T>(act: () => T): Promise<T> {
  return Promise.resolve().then(act);
}
