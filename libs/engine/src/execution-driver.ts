import { expiredApprovals, nextApprovalExpiry } from '#domain/execution/approval.js';
import { decide, type Decision } from '#domain/execution/decide.js';
import type { ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry } from '#domain/execution/journal-entry.js';
import { isTerminal, type ExecutionStatus } from '#domain/execution/transitions.js';
import type { Json } from '#domain/json.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { fillStepReferences } from '#domain/runbook/step-references.js';
import { ExecutionStoppedError } from './errors.js';
import { JournalTail, type TailParts } from './journal-tail.js';
import type { ActionCatalog, HeldLease } from './ports.js';
import { RunningSteps, type Commit, type Delivery, type Work } from './running-steps.js';
import { StepRunner, type PreparedAction, type StepEnd, type StepRun } from './step-runner.js';

/** Why a driver let go of its execution. */
export type DriveResult = 'ended' | 'parked' | 'handed_over';

export interface DriverParts extends TailParts {
  readonly actions: ActionCatalog;
  /** Computes what is kept with the end of an execution. */
  readonly outcome: (runbook: Runbook, state: ExecutionState) => Json;
}

/** The lease as the driver sees it. */
export interface Hold {
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal;
  isHeld(): boolean;
}

const FIRST_ATTEMPT = 1;

/** Entries that may be on their way to the journal at most while looks begin: a worker has other things to do as well. */
const MOST_BEHIND = 64;

/**
 * Drives one execution under one lease: a loop that takes in what steps report, decides what comes next, makes both
 * durable in one write, and only then lets it begin. Everything it knows comes from the journal, so any other worker
 * can go on from any point. Only looks do not wait for their write; whatever acts waits for everything before it.
 */
export class ExecutionDriver {
  private readonly runner: StepRunner;
  private readonly tail: JournalTail;
  private readonly running: RunningSteps;
  private readonly over = new AbortController();
  private wake: () => void = () => {};
  private decidedSeq = 0;
  private handingOver = false;
  /** The moment for which the wait for approvals has an alarm. */
  private alarmAt: Date | null = null;

  constructor(
    private readonly parts: DriverParts,
    private readonly lease: HeldLease,
    private readonly hold: Hold,
  ) {
    this.runner = new StepRunner(parts.clock);
    this.tail = new JournalTail(parts, lease, hold.signal);
    this.running = new RunningSteps({
      onDelivery: () => this.wake(),
      onFault: (error) => parts.observer.fault(lease.executionId, error),
      // A step that was stopped because its driver lets go has not failed: whoever comes next asks the world.
      heard: (entries) =>
        hold.signal.aborted || this.handingOver ? entries.filter((entry) => !isFailure(entry)) : entries,
    });
  }

  /** Up to where this driver has acted on the journal: what was read but not decided on is left for the next holder. */
  get seenSeq(): number {
    return this.decidedSeq;
  }

  /** Told by the lease keeper that the journal has grown: a person may have asked for something. */
  news(lastSeq: number): void {
    this.tail.grewTo(lastSeq);
    if (this.tail.isBehind) this.wake();
  }

  /** Decides nothing more and returns once what runs is over, or is stopped when `graceMs` have passed. */
  handOver(graceMs: number): void {
    if (this.handingOver) return;
    this.handingOver = true;
    this.wake();
    this.afterwards(graceMs, () => this.stopSteps('the worker is shutting down'));
  }

  /**
   * When it returns nothing of this driver acts any more, but for actions that do not listen to their signal.
   * @throws LeaseLostError when another holder has taken over; nothing was written after that.
   */
  async drive(opening: readonly EngineEntry[]): Promise<DriveResult> {
    const onLost = (): void => {
      this.stopSteps('the lease is lost');
      this.wake();
    };
    this.hold.signal.addEventListener('abort', onLost, { once: true });
    try {
      await this.tail.open();
      return await this.loop(opening);
    } finally {
      this.hold.signal.removeEventListener('abort', onLost);
      await this.close();
    }
  }

  private async loop(opening: readonly EngineEntry[]): Promise<DriveResult> {
    let extra = opening;
    for (;;) {
      if (this.hold.signal.aborted) throw this.stopped('the lease is lost');
      this.tail.throwIfFailed();
      if (this.tail.isBehind) await this.tail.catchUp();
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      const deliveries = this.running.take();
      const reported = [...extra, ...deliveries.flatMap((delivery) => delivery.entries)];
      // By the time of the store, which is not known before the first write.
      if (extra.length === 0) reported.push(...this.expired());

      const basis = this.tail.state.lastSeq;
      const ahead = this.tail.ahead(reported);
      const decision = this.handingOver ? null : decide(this.lease.runbook, ahead, this.running.ids);
      // What is kept with the end is counted by the store's times.
      if (decision?.end && this.tail.isWriting) {
        this.running.putBack(deliveries);
        await this.tail.settled();
        continue;
      }
      const announced = decision ? this.announce(decision, ahead) : [];
      const entries = [...reported, ...announced];
      if (decision !== null && extra.length === 0 && this.onlyLooksNext(decision, deliveries)) {
        this.writeBehind(entries, deliveries, () => this.begin(decision, ahead));
        this.decidedSeq = basis;
      } else {
        if (!(await this.write(entries, deliveries))) continue;
        if (extra.length > 0) this.watchTimeout();
        extra = [];
        if (decision) {
          this.decidedSeq = basis;
          this.begin(decision, ahead);
        }
      }
      if (isTerminal(this.tail.state.status)) return 'ended';
      if (this.running.haveReported || this.tail.isBehind) continue;
      if (this.running.count === 0) {
        if (this.handingOver) return 'handed_over';
        if (this.expired().length > 0) continue;
        if (decision?.park) return 'parked';
        // A recorded change of status can open the next moves at once.
        if (announced.length > 0) continue;
      }
      // So can what was recorded while other steps run.
      if (decision && decision.record.length > 0) continue;
      this.watchApprovals();
      await woken;
    }
  }

  /** @returns false when somebody asked for something that the decision did not know: it has to be taken again. */
  private async write(entries: readonly EngineEntry[], deliveries: readonly Delivery[]): Promise<boolean> {
    try {
      const putBack = (): void => this.running.putBack(deliveries);
      if (entries.length > 0 && !(await this.tail.append(entries, putBack))) return false;
      for (const { durable } of deliveries) durable();
      return true;
    } catch (error) {
      for (const { refused } of deliveries) refused(error as Error);
      throw error;
    }
  }

  /** Begins while the entries are being written. When they are refused, what has begun was for nothing. */
  private writeBehind(
    entries: readonly EngineEntry[],
    deliveries: readonly Delivery[],
    begin: () => readonly Work[],
  ): void {
    let begun: readonly Work[] = [];
    const takeBack = (): void => {
      this.running.takeBack(begun, this.stopped('somebody asked for something before its start was written'));
      this.running.putBack(deliveries);
      this.wake();
    };
    // The tail keeps the failure for the loop, which need not wait for what has begun.
    this.tail.append(entries, takeBack, { mayLinger: true }).catch(() => this.wake());
    begun = begin();
  }

  /** Whether all that this decision does is to let looks begin, and nobody waits for what was delivered. */
  private onlyLooksNext({ start, recover, record }: Decision, deliveries: readonly Delivery[]): boolean {
    const { actions } = this.parts;
    if (start.length === 0 || recover.length > 0 || record.length > 0 || this.tail.behind >= MOST_BEHIND) return false;
    return (
      start.every(({ action }) => actions.has(action) && actions.get(action).onlyLooks) &&
      !deliveries.some(({ isAwaited }) => isAwaited)
    );
  }

  /** What a decision makes durable before any of it begins. */
  private announce(decision: Decision, ahead: ExecutionState): readonly EngineEntry[] {
    const entries: EngineEntry[] = [...decision.record];
    for (const step of decision.start) {
      entries.push({ type: 'step_started', stepId: step.id, attempt: FIRST_ATTEMPT });
    }
    for (const step of decision.recover) {
      const { attempts } = ahead.steps.get(step.id)!;
      entries.push({ type: 'step_started', stepId: step.id, attempt: attempts });
    }
    if (decision.undo) entries.push({ type: 'step_undo_started', stepId: decision.undo.id });
    if (decision.end) {
      const { status, error } = decision.end;
      entries.push(...this.authorityAtEnd(status));
      entries.push({ type: 'execution_ended', status, error, outcome: this.parts.outcome(this.lease.runbook, ahead) });
    }
    return entries;
  }

  private begin(decision: Decision, before: ExecutionState): readonly Work[] {
    if (decision.abort) this.stopSteps('the execution is being stopped');
    const works: Work[] = [];
    const run = (step: RunbookStep, attempt: Pick<StepRun, 'attempt' | 'caution'>): Work =>
      this.running.launch(step.id, (work, commit) => this.runStep(step, attempt, work, commit));
    for (const step of decision.start) {
      const caution = before.steps.get(step.id)!.startedAt !== null ? 'ask_and_act' : 'none';
      works.push(run(step, { attempt: FIRST_ATTEMPT, caution }));
    }
    for (const step of decision.recover) {
      const { attempts } = before.steps.get(step.id)!;
      works.push(run(step, { attempt: attempts, caution: 'ask' }));
    }
    if (decision.undo) {
      const step = decision.undo;
      works.push(this.running.launch(step.id, async (work) => [await this.runner.undo(this.frame(step, work))]));
    }
    return works;
  }

  private async runStep(
    step: RunbookStep,
    attempt: Pick<StepRun, 'attempt' | 'caution'>,
    work: Work,
    commit: Commit,
  ): Promise<readonly EngineEntry[]> {
    const ended = await this.runner.run({ ...this.frame(step, work), ...attempt, commit });
    return this.withAuthority(step, ended);
  }

  /** What running a step and undoing it have in common. */
  private frame(step: RunbookStep, { signal }: Work): Omit<StepRun, 'attempt' | 'caution' | 'commit'> {
    const { executionId, planId, epoch } = this.lease;
    return {
      step,
      signal,
      context: { executionId, planId, epoch },
      before: () => this.tail.state.steps.get(step.id)!.before,
      prepare: () => this.prepare(step),
      checkRight: () => {
        if (!this.hold.isHeld()) throw this.stopped('the lease is lost');
      },
    };
  }

  /** Passing the point of no return is what moves a plan's authority; both are one write. */
  private withAuthority(step: RunbookStep, ended: StepEnd): readonly EngineEntry[] {
    const { direction } = this.lease.runbook;
    if (ended.type !== 'step_succeeded' || !step.pointOfNoReturn || direction === null) return [ended];
    return [ended, { type: 'authority_moved', to: direction.to }];
  }

  /** A failover that promotes nothing has moved its plan when it is over, and not at all when it failed or was undone. */
  private authorityAtEnd(status: ExecutionStatus): readonly EngineEntry[] {
    const { movesAuthorityAtEnd = false, direction } = this.lease.runbook;
    if (!movesAuthorityAtEnd || direction === null) return [];
    return status === 'completed' || status === 'completed_with_exceptions'
      ? [{ type: 'authority_moved', to: direction.to }]
      : [];
  }

  private prepare(step: RunbookStep): PreparedAction {
    const action = this.parts.actions.get(step.action);
    const { steps } = this.tail.ahead([]);
    const inputs = fillStepReferences(step.inputs, (id) => {
      const earlier = steps.get(id);
      return earlier ? { output: earlier.status === 'succeeded' ? earlier.output : null } : null;
    });
    return { action, inputs: action.parse(inputs) };
  }

  private async close(): Promise<void> {
    const why = 'the execution was let go';
    this.over.abort(why);
    await this.running.close(this.stopped(why));
    await this.tail.settled();
  }

  private stopSteps(why: string): void {
    this.running.stop(this.stopped(why));
  }

  private stopped(why: string): ExecutionStoppedError {
    return new ExecutionStoppedError(this.lease.executionId, why);
  }

  /** Time that people took does not count. */
  private watchTimeout(): void {
    const { startedAt, pausedMs, pausedAt, timedOut } = this.tail.state;
    if (timedOut) return;
    const now = this.tail.now().getTime();
    const waiting = pausedAt ? now - pausedAt.getTime() : 0;
    const used = startedAt ? now - startedAt.getTime() - pausedMs - waiting : 0;
    this.afterwards(Math.max(0, this.lease.runbook.timeoutMs - used), () => {
      this.running.note({ type: 'execution_timed_out' });
    });
  }

  /** Nobody approves any more what was not approved in time, whoever holds the lease by then. */
  private expired(): readonly EngineEntry[] {
    const { status, steps } = this.tail.ahead([]);
    if (isTerminal(status) || status === 'rolling_back') return [];
    return expiredApprovals(steps.values(), this.tail.now()).map((stepId) => ({ type: 'approval_expired', stepId }));
  }

  private watchApprovals(): void {
    const at = nextApprovalExpiry(this.tail.state.steps.values());
    if (at === null || at.getTime() === this.alarmAt?.getTime()) return;
    this.alarmAt = at;
    this.afterwards(Math.max(0, at.getTime() - this.tail.now().getTime()), () => this.wake());
  }

  /** Does something when the time has come, unless the driver has let go by then. */
  private afterwards(ms: number, then: () => void): void {
    void this.parts.clock.sleep(ms, this.over.signal).then(() => {
      if (!this.over.signal.aborted) then();
    });
  }
}

function isFailure(entry: EngineEntry): boolean {
  return entry.type === 'step_failed' || entry.type === 'step_undo_failed';
}
