import { decide, type Decision } from '#domain/execution/decide.js';
import { applyRecord, foldJournal, type ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalRecord } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { Json } from '#domain/json.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { fillStepReferences } from '#domain/runbook/step-references.js';
import { ExecutionStoppedError } from './errors.js';
import type { ActionCatalog, Clock, EngineObserver, HeldLease, Journal } from './ports.js';
import { StepRunner, type PreparedAction, type StepEnd } from './step-runner.js';

/** Why a driver let go of its execution. */
export type DriveResult = 'ended' | 'parked' | 'handed_over';

export interface DriverParts {
  readonly journal: Journal;
  readonly actions: ActionCatalog;
  readonly clock: Clock;
  readonly observer: EngineObserver;
  /** Computes what is kept with the end of an execution. */
  readonly outcome: (runbook: Runbook, state: ExecutionState) => Json;
}

interface Delivery {
  readonly entries: readonly EngineEntry[];
  /** The step that is over with this delivery. */
  readonly finished: string | null;
  readonly durable: () => void;
  readonly refused: (error: Error) => void;
}

const ignore = (): void => {};

/**
 * Drives one execution under one lease: a loop that takes in what steps report, decides what comes next, makes both
 * durable in one write, and only then lets it begin. Everything it knows comes from the journal, so any other worker
 * can go on from any point.
 */
export class ExecutionDriver {
  private readonly runner: StepRunner;
  private readonly active = new Map<string, AbortController>();
  private readonly mailbox: Delivery[] = [];
  private wake: () => void = ignore;
  private state: ExecutionState;
  private newestSeq: number;
  private handingOver = false;
  private closed = false;

  constructor(
    private readonly parts: DriverParts,
    private readonly lease: HeldLease,
    /** Aborts when the lease is lost. */
    private readonly lost: AbortSignal,
  ) {
    this.runner = new StepRunner(parts.clock);
    this.state = foldJournal(lease.executionId, lease.runbook, []);
    this.newestSeq = lease.lastSeq;
  }

  /** Up to where this driver has read the journal. */
  get seenSeq(): number {
    return this.state.lastSeq;
  }

  /** Told by the lease keeper that the journal has grown: a person may have asked for something. */
  news(lastSeq: number): void {
    if (lastSeq <= this.newestSeq) return;
    this.newestSeq = lastSeq;
    this.wake();
  }

  /** Starts nothing more and returns once what runs is over, or is stopped when `graceMs` have passed. */
  handOver(graceMs: number): void {
    this.handingOver = true;
    this.wake();
    const timer = setTimeout(() => this.stopSteps('the worker is shutting down'), graceMs);
    timer.unref();
  }

  /** @throws LeaseLostError when another holder has taken over; nothing was written after that. */
  async drive(opening: readonly EngineEntry[]): Promise<DriveResult> {
    const onLost = (): void => {
      this.stopSteps('the lease is lost');
      this.wake();
    };
    this.lost.addEventListener('abort', onLost, { once: true });
    const late = new AbortController();
    try {
      await this.catchUp();
      this.watchTimeout(late.signal);
      return await this.loop(opening);
    } finally {
      late.abort();
      this.lost.removeEventListener('abort', onLost);
      this.close();
    }
  }

  private async loop(opening: readonly EngineEntry[]): Promise<DriveResult> {
    let extra = opening;
    for (;;) {
      if (this.lost.aborted) throw new ExecutionStoppedError(this.lease.executionId, 'the lease is lost');
      if (this.newestSeq > this.state.lastSeq) await this.catchUp();
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      const deliveries = this.mailbox.splice(0);
      for (const { finished } of deliveries) if (finished !== null) this.active.delete(finished);
      const reported = [...extra, ...deliveries.flatMap((delivery) => delivery.entries)];
      extra = [];

      const ahead = this.provisional(reported);
      const decision = this.handingOver ? null : decide(this.lease.runbook, ahead, new Set(this.active.keys()));
      const announced = decision ? this.announce(decision, ahead) : [];
      try {
        if (reported.length + announced.length > 0) await this.append([...reported, ...announced]);
      } catch (error) {
        for (const { refused } of deliveries) refused(error as Error);
        throw error;
      }
      for (const { durable } of deliveries) durable();

      if (decision) this.begin(decision);
      if (isTerminal(this.state.status)) return 'ended';
      if (this.active.size === 0 && this.mailbox.length === 0 && this.newestSeq <= this.state.lastSeq) {
        if (this.handingOver) return 'handed_over';
        if (decision?.park) return 'parked';
        // A recorded change of status can open the next moves at once.
        if (announced.length > 0) continue;
      }
      if (this.mailbox.length === 0 && this.newestSeq <= this.state.lastSeq) await woken;
    }
  }

  /** What a decision makes durable before any of it begins. */
  private announce(decision: Decision, ahead: ExecutionState): readonly EngineEntry[] {
    const entries: EngineEntry[] = [...decision.record];
    for (const step of decision.start) entries.push({ type: 'step_started', stepId: step.id, attempt: 1 });
    for (const step of decision.recover) {
      const { attempts } = ahead.steps.get(step.id)!;
      entries.push({ type: 'step_started', stepId: step.id, attempt: attempts });
    }
    if (decision.undo) entries.push({ type: 'step_undo_started', stepId: decision.undo.id });
    if (decision.end) {
      const { status, error } = decision.end;
      entries.push({ type: 'execution_ended', status, error, outcome: this.parts.outcome(this.lease.runbook, ahead) });
    }
    return entries;
  }

  private begin(decision: Decision): void {
    if (decision.abort) this.stopSteps('the execution is being stopped');
    for (const step of decision.start) this.launch(step, (controller) => this.runStep(step, false, controller));
    for (const step of decision.recover) this.launch(step, (controller) => this.runStep(step, true, controller));
    if (decision.undo) {
      const step = decision.undo;
      this.launch(step, (controller) => this.undoStep(step, controller));
    }
  }

  private launch(step: RunbookStep, work: (controller: AbortController) => Promise<readonly EngineEntry[]>): void {
    const controller = new AbortController();
    this.active.set(step.id, controller);
    void work(controller)
      .catch((error: unknown): readonly EngineEntry[] => {
        // Steps report their failures; this is a write that was refused because the driver has let go.
        if (!this.closed) this.parts.observer.fault(this.lease.executionId, error);
        return [];
      })
      .then((entries) => {
        // An aborted step of a driver that lets go has not ended: whoever comes next asks the world about it.
        const abandoned = controller.signal.aborted && (this.lost.aborted || this.handingOver);
        this.deliver({
          entries: abandoned ? [] : entries,
          finished: step.id,
          durable: ignore,
          refused: ignore,
        });
      });
  }

  private async runStep(
    step: RunbookStep,
    recovering: boolean,
    controller: AbortController,
  ): Promise<readonly EngineEntry[]> {
    const ended = await this.runner.run({
      step,
      prepare: () => this.prepare(step),
      attempt: this.state.steps.get(step.id)!.attempts,
      recovering,
      context: this.context(),
      signal: controller.signal,
      commit: (entries) =>
        new Promise((durable, refused) => this.deliver({ entries, finished: null, durable, refused })),
    });
    return this.withAuthority(step, ended);
  }

  private async undoStep(step: RunbookStep, controller: AbortController): Promise<readonly EngineEntry[]> {
    return [
      await this.runner.undo({
        step,
        prepare: () => this.prepare(step),
        context: this.context(),
        signal: controller.signal,
      }),
    ];
  }

  /** Passing the point of no return is what moves a plan's authority; both are one write. */
  private withAuthority(step: RunbookStep, ended: StepEnd): readonly EngineEntry[] {
    const { direction } = this.lease.runbook;
    if (ended.type !== 'step_succeeded' || !step.pointOfNoReturn || direction === null) return [ended];
    return [ended, { type: 'authority_moved', to: direction.to }];
  }

  private prepare(step: RunbookStep): PreparedAction {
    const action = this.parts.actions.get(step.action);
    const inputs = fillStepReferences(step.inputs, (id) => this.state.steps.get(id)?.output ?? null);
    return { action, inputs: action.parse(inputs) };
  }

  private context(): { executionId: string; planId: string; epoch: number } {
    return { executionId: this.lease.executionId, planId: this.lease.planId, epoch: this.lease.epoch };
  }

  private deliver(delivery: Delivery): void {
    if (this.closed) {
      delivery.refused(new ExecutionStoppedError(this.lease.executionId, 'the execution was let go'));
      return;
    }
    this.mailbox.push(delivery);
    this.wake();
  }

  /** Nothing that is still running may write, or wait for a write, after the driver has let go. */
  private close(): void {
    this.closed = true;
    this.stopSteps('the execution was let go');
    for (const delivery of this.mailbox.splice(0)) {
      delivery.refused(new ExecutionStoppedError(this.lease.executionId, 'the execution was let go'));
    }
  }

  private stopSteps(why: string): void {
    for (const controller of this.active.values()) {
      controller.abort(new ExecutionStoppedError(this.lease.executionId, why));
    }
  }

  private async append(entries: readonly EngineEntry[]): Promise<void> {
    const records = await this.parts.journal.append(this.lease.executionId, this.lease.epoch, entries);
    const first = records[0]!.seq;
    // Somebody's request came in between: it belongs before these.
    if (first > this.state.lastSeq + 1) await this.catchUp();
    else this.take(records);
  }

  private async catchUp(): Promise<void> {
    this.take(await this.parts.journal.entriesAfter(this.lease.executionId, this.state.lastSeq));
  }

  private take(records: readonly JournalRecord[]): void {
    this.state = records.reduce(applyRecord, this.state);
    this.newestSeq = Math.max(this.newestSeq, this.state.lastSeq);
    this.parts.observer.entries(this.lease.executionId, records);
  }

  /** The state as it will be once the entries are durable. */
  private provisional(entries: readonly EngineEntry[]): ExecutionState {
    const at = this.parts.clock.now();
    return entries.reduce(
      (state, entry) => applyRecord(state, { seq: state.lastSeq, epoch: this.lease.epoch, at, entry }),
      this.state,
    );
  }

  /** Time that people took does not count. */
  private watchTimeout(signal: AbortSignal): void {
    const { startedAt, pausedMs, pausedAt, timedOut } = this.state;
    if (timedOut) return;
    const now = this.parts.clock.now().getTime();
    const waiting = pausedAt ? now - pausedAt.getTime() : 0;
    const used = startedAt ? now - startedAt.getTime() - pausedMs - waiting : 0;
    void this.parts.clock.sleep(Math.max(0, this.lease.runbook.timeoutMs - used), signal).then(() => {
      if (signal.aborted) return;
      this.deliver({
        entries: [{ type: 'execution_timed_out' }],
        finished: null,
        durable: ignore,
        refused: ignore,
      });
    });
  }
}
