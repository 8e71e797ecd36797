import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FAILURE_POLICIES } from '../plan/plan-document.js';
import type { Runbook } from '../runbook/runbook.js';
import { runbookInForce } from '../runbook/ungraceful.js';
import { runbook, step } from '../testing/runbooks.js';
import { decide, type Decision } from './decide.js';
import { approvalExpiry } from './approval.js';
import { applyRecord, foldJournal, initialState, type ExecutionState, type StepState } from './execution-state.js';
import { entriesFor, personForbids, stateForbids, type Intervention, type Situation } from './interventions.js';
import { DOUBT_RESOLUTIONS, type JournalEntry, type JournalRecord } from './journal-entry.js';
import { isTerminal } from './transitions.js';

const FAILURE = { code: 'broken', message: 'broken', details: {} };

/** Any runbook of a few steps: any dependencies without a cycle, any policies, at most one point of no return. */
const anyRunbook: fc.Arbitrary<Runbook> = fc
  .record({
    steps: fc.array(
      fc.record({
        dependsOn: fc.array(fc.nat(), { maxLength: 3 }),
        onFailure: fc.constantFrom(...FAILURE_POLICIES),
        undoable: fc.boolean(),
        /** How many people have to approve it; 0: none. */
        approvals: fc.constantFrom(0, 0, 0, 1, 2),
        whenUngraceful: fc.constantFrom(undefined, undefined, 'skip' as const, {}),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    pointOfNoReturn: fc.option(fc.nat()),
    parallel: fc.boolean(),
  })
  .map(({ steps, pointOfNoReturn, parallel }) =>
    runbook(
      steps.map(({ dependsOn, onFailure, undoable, approvals, whenUngraceful }, index) =>
        step(`s${index}`, {
          dependsOn: index === 0 ? [] : [...new Set(dependsOn.map((n) => `s${n % index}`))],
          undoable,
          pointOfNoReturn: pointOfNoReturn !== null && pointOfNoReturn % steps.length === index,
          policy: { onFailure: approvals > 0 && onFailure === 'continue' ? 'pause' : onFailure },
          ...(approvals > 0
            ? { action: 'manual', inputs: { task: 'approve', approvals: { required: approvals, timeout: 60 } } }
            : {}),
          ...(whenUngraceful === undefined ? {} : { whenUngraceful }),
        }),
      ),
      { parallel },
    ),
  );

/** Plays the engine, the world and the people around `decide`, and checks every move. */
class Play {
  readonly records: JournalRecord[] = [];
  readonly begun = new Set<string>();
  readonly succeeded = new Set<string>();
  private readonly active = new Map<string, 'run' | 'undo'>();
  state: ExecutionState;
  private parked = false;
  moves = 0;

  constructor(
    readonly book: Runbook,
    /** What chance has in store; when it is used up everything goes well and people let everything pass. */
    private readonly chances: number[],
  ) {
    this.state = initialState('failover_1', book);
    this.write({ type: 'execution_requested', by: 'ann', data: {} });
  }

  toTheEnd(): void {
    const limit = 20 + this.chances.length * 6 + this.book.steps.length * 20;
    while (!isTerminal(this.state.status)) {
      expect(++this.moves).toBeLessThan(limit);
      const recorded = this.takeDecision();
      if (isTerminal(this.state.status)) break;
      if (this.active.size > 0) this.somethingHappens();
      else if (this.parked) this.somebodyActs();
      // Without anything under way, a move that changes nothing would be the last one for ever.
      else expect(recorded).toBe(true);
    }
    this.checkEnd();
  }

  private takeDecision(): boolean {
    const active = new Set(this.active.keys());
    const decision = decide(this.book, this.state, active);
    expect(decide(this.book, this.state, active)).toEqual(decision);
    const before = this.state;
    for (const entry of decision.record) {
      if (entry.type === 'rollback_started') this.checkRollback();
      this.write(entry);
    }
    this.checkStarts(decision, before);
    for (const { id } of decision.start) this.begin(id, 1);
    for (const { id } of decision.recover) this.begin(id, this.state.steps.get(id)!.attempts);
    if (decision.undo) this.undo(decision.undo.id);
    if (decision.end) {
      expect(this.active.size).toBe(0);
      this.write({ type: 'execution_ended', ...decision.end, outcome: null });
    }
    this.parked = decision.park;
    if (decision.park) this.checkPark();
    return this.state !== before;
  }

  private begin(id: string, attempt: number): void {
    this.write({ type: 'step_started', stepId: id, attempt });
    this.begun.add(id);
    this.active.set(id, 'run');
  }

  private undo(id: string): void {
    expect(this.state.status).toBe('rolling_back');
    expect(this.active.size).toBe(0);
    expect(this.begun).toContain(id);
    // Whatever stands on it was undone before it.
    for (const other of this.book.steps.filter((candidate) => candidate.undoable && candidate.dependsOn.includes(id))) {
      const { status, undoError } = this.state.steps.get(other.id)!;
      expect(!this.begun.has(other.id) || status === 'undone' || undoError !== null).toBe(true);
    }
    this.write({ type: 'step_undo_started', stepId: id });
    this.active.set(id, 'undo');
  }

  private checkStarts({ start, recover, park, end }: Decision, before: ExecutionState): void {
    if (start.length + recover.length > 0) {
      expect(this.state.status).toBe('running');
      expect(park || end !== null).toBe(false);
    }
    for (const { id, dependsOn } of start) {
      expect(before.steps.get(id)!.status).toBe('pending');
      expect(this.succeeded).not.toContain(id);
      for (const dependency of dependsOn) expect(this.isSettled(dependency)).toBe(true);
      expect(before.pauseRequested).toBe(null);
      for (const each of this.inForce().steps) {
        const failedForGood = before.steps.get(each.id)!.status === 'failed' && each.policy.onFailure !== 'continue';
        expect(failedForGood || before.steps.get(each.id)!.status === 'in_doubt').toBe(false);
      }
    }
    for (const { id } of recover) expect(before.steps.get(id)!.status).toBe('running');
    if (!this.book.parallel) expect(this.active.size + start.length + recover.length).toBeLessThanOrEqual(1);
  }

  private checkRollback(): void {
    for (const { id, pointOfNoReturn } of this.book.steps) expect(pointOfNoReturn && this.begun.has(id)).toBe(false);
  }

  private checkPark(): void {
    expect(this.active.size).toBe(0);
    expect(this.state.status).toBe('paused');
    expect(this.wayOn()).toBeDefined();
    expect(this.allowed().length).toBeGreaterThan(0);
    const held = this.state.pauseRequested !== null;
    if (this.state.pauseReason === 'operator') expect(held).toBe(true);
    const expiries = [...this.state.steps.values()].flatMap((each) => approvalExpiry(each)?.getTime() ?? []);
    expect(this.state.wakeAt?.getTime() ?? Infinity).toBe(Math.min(Infinity, ...expiries));
    expect(this.all((step) => step.status !== 'running')).toBe(true);
  }

  private checkEnd(): void {
    const { status } = this.state;
    const allSucceeded = this.all((step) => step.status === 'succeeded' && !step.byWord);
    const byWord = this.book.steps.some(
      ({ id, pointOfNoReturn }) => pointOfNoReturn && this.state.steps.get(id)!.byWord,
    );
    if (byWord) expect(this.records.filter(({ entry }) => entry.type === 'authority_moved')).toHaveLength(1);
    if (status === 'completed') expect(allSucceeded && !this.state.timedOut).toBe(true);
    if (status === 'completed_with_exceptions') expect(allSucceeded && !this.state.timedOut).toBe(false);
    if (status.startsWith('completed')) expect(this.all((step) => step.status !== 'pending')).toBe(true);
    expect(this.all((step) => step.status !== 'running')).toBe(true);
    if (status === 'rolled_back') {
      for (const { id, undoable } of this.book.steps) {
        if (undoable && this.begun.has(id)) expect(this.state.steps.get(id)!.status).toBe('undone');
      }
    }
    expect(decide(this.book, this.state, new Set())).toMatchObject({ record: [], start: [], recover: [], undo: null });
    expect(foldJournal('failover_1', this.book, this.records)).toEqual(this.state);
  }

  /** Something that is under way ends well or badly, the worker dies, or time is up, or somebody wants to cancel. */
  private somethingHappens(): void {
    const luck = this.chance(12);
    const [id, what] = [...this.active][this.chance(this.active.size)]!;
    if (luck === 1) return this.active.clear();
    if (luck === 2) return this.askAnything();
    if (luck === 3 && !this.state.timedOut) return this.write({ type: 'execution_timed_out' });
    this.active.delete(id);
    if (what === 'undo') {
      if (luck === 4) this.write({ type: 'step_undo_failed', stepId: id, error: FAILURE });
      else this.write({ type: 'step_undone', stepId: id, output: {} });
    } else if (luck === 4 || luck === 5 || luck === 6) {
      this.write({ type: 'step_failed', stepId: id, error: FAILURE, durationMs: 1 });
    } else if (luck === 7) {
      this.write({ type: 'step_in_doubt', stepId: id, detail: 'nobody knows' });
    } else if (luck === 8 || this.state.steps.get(id)!.approval !== null) {
      this.write({ type: 'step_waiting', stepId: id, task: 'press the button' });
    } else {
      expect(this.succeeded).not.toContain(id);
      this.succeeded.add(id);
      this.write({ type: 'step_succeeded', stepId: id, output: {}, durationMs: 1, foundDone: false });
    }
  }

  private somebodyActs(): void {
    const luck = this.chance(8);
    if (luck === 0) return this.ask(this.wayOn()!);
    const waiting = [...this.state.steps.values()].find((each) => approvalExpiry(each) !== null);
    if (luck === 1 && waiting) return this.write({ type: 'approval_expired', stepId: waiting.id });
    this.askAnything();
  }

  private askAnything(): void {
    const allowed = this.allowed();
    if (allowed.length > 0) this.ask(allowed[this.chance(allowed.length)]!);
  }

  /** Whatever is allowed has to fold, and to leave a way to the end. */
  private ask(request: Intervention): void {
    expect(stateForbids(this.situation(), request)).toBe(null);
    for (const entry of entriesFor(this.situation(), request)) this.write(entry);
  }

  private allowed(): readonly Intervention[] {
    return this.requests().filter((request) => {
      const forbids = stateForbids(this.situation(), request) ?? personForbids(this.situation(), request, []);
      return forbids === null;
    });
  }

  private requests(): readonly Intervention[] {
    const by = { by: this.chance(2) === 0 ? 'ann' : 'bob', comment: '' };
    const types = ['pause', 'resume', 'cancel', 'rollback', 'ungraceful'] as const;
    return [
      ...types.map((type): Intervention => ({ type: `${type}_requested`, ...by })),
      ...this.book.steps.flatMap(({ id: stepId }): readonly Intervention[] => [
        { type: 'step_confirmed', stepId, ...by },
        { type: 'step_approved', stepId, ...by },
        { type: 'step_declined', stepId, ...by },
        { type: 'retry_requested', stepId, ...by },
        { type: 'skip_requested', stepId, ...by },
        ...DOUBT_RESOLUTIONS.map((resolution) => ({ type: 'doubt_resolved', stepId, resolution, ...by }) as const),
      ]),
    ];
  }

  /** What lets everything pass, from wherever it is paused. */
  private wayOn(): Intervention | undefined {
    const by = { by: 'ann', comment: '' };
    if (this.state.pauseRequested !== null) return { type: 'resume_requested', ...by };
    for (const { id, status, approval, approvals } of this.state.steps.values()) {
      const blocks = this.inForce().steps.find((each) => each.id === id)!.policy.onFailure !== 'continue';
      const said = { stepId: id, ...by };
      if (status === 'waiting' && approval !== null) {
        return { type: 'step_approved', ...said, by: `person ${approvals.length}` };
      }
      if (status === 'waiting') return { type: 'step_confirmed', ...said };
      if (status === 'in_doubt') return { type: approval === null ? 'skip_requested' : 'retry_requested', ...said };
      if (status === 'failed' && blocks) {
        return { type: approval === null ? 'skip_requested' : 'retry_requested', ...said };
      }
    }
    return undefined;
  }

  private inForce(): Runbook {
    return runbookInForce(this.book, this.state);
  }

  private situation(): Situation {
    return { runbook: this.book, state: this.state, now: new Date(this.records.length * 1_000) };
  }

  private isSettled(id: string): boolean {
    const { status } = this.state.steps.get(id)!;
    const { policy } = this.inForce().steps.find((candidate) => candidate.id === id)!;
    return status === 'succeeded' || status === 'skipped' || (status === 'failed' && policy.onFailure === 'continue');
  }

  private all(holds: (step: StepState) => boolean): boolean {
    return [...this.state.steps.values()].every(holds);
  }

  private chance(below: number): number {
    return (this.chances.pop() ?? 0) % below;
  }

  private write(entry: JournalEntry): void {
    const seq = this.records.length + 1;
    const record: JournalRecord = { seq, epoch: 1, at: new Date(seq * 1_000), entry };
    this.records.push(record);
    this.state = applyRecord(this.state, record);
  }
}

describe('deciding', () => {
  it('holds its promises for any runbook and whatever happens', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(anyRunbook, fc.array(fc.nat(1_000), { maxLength: 60 }), (book, chances) => {
        const play = new Play(book, chances);
        play.toTheEnd();
        reached.add(play.state.status);
      }),
      { numRuns: 800 },
    );
    // Otherwise the play would not have tried what it is there for.
    expect([...reached].sort()).toEqual([
      'cancelled',
      'completed',
      'completed_with_exceptions',
      'failed',
      'rolled_back',
    ]);
  });

  it('completes plainly when everything goes well', () => {
    fc.assert(
      fc.property(anyRunbook, (book) => {
        const play = new Play(book, []);
        play.toTheEnd();
        expect(play.state.status).toBe('completed');
        expect([...play.state.steps.values()].every(({ status }) => status === 'succeeded')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  describe('the point of no return', () => {
    const book = runbook([
      step('fence', { undoable: true }),
      step('promote', { dependsOn: ['fence'], pointOfNoReturn: true }),
      step('route', { dependsOn: ['promote'] }),
    ]);
    const begin = (id: string): JournalEntry => ({ type: 'step_started', stepId: id, attempt: 1 });
    const succeed = (id: string): JournalEntry => ({
      type: 'step_succeeded',
      stepId: id,
      output: {},
      durationMs: 1,
      foundDone: false,
    });
    const asked = { stepId: 'promote', by: 'ann', comment: '' };
    const promoting = [{ type: 'execution_started' }, begin('fence'), succeed('fence'), begin('promote')] as const;
    const failed = { type: 'step_failed', stepId: 'promote', error: FAILURE, durationMs: 1 } as const;
    const cancel = { type: 'cancel_requested', by: 'ann', comment: '' } as const;

    const after = (...entries: readonly JournalEntry[]): Decision => {
      const records = entries.map((entry, index) => ({ seq: index + 1, epoch: 1, at: new Date(index), entry }));
      return decide(book, foldJournal('failover_1', book, records), new Set());
    };

    it.each<[string, readonly JournalEntry[]]>([
      ['was begun by a worker who is gone', []],
      ['failed', [failed]],
      ['failed and is to be done again', [failed, { type: 'retry_requested', ...asked }]],
      ['failed and was skipped', [failed, { type: 'skip_requested', ...asked }]],
    ])('refuses a cancel when the promotion %s', (_, entries) => {
      const decision = after(...promoting, ...entries, cancel);
      expect(decision.record.map(({ type }) => type)).not.toContain('rollback_started');
      expect(decision.record.map(({ type }) => type)).toContain('cancel_refused');
    });

    it('rolls back on a cancel when the promotion was skipped before it began', () => {
      const decision = after(...promoting.slice(0, 3), { type: 'skip_requested', ...asked }, cancel);
      expect(decision.record).toEqual([{ type: 'rollback_started', cause: 'cancel' }]);
    });
  });

  it('names the failure that made it roll back, and no other', () => {
    const book = runbook([
      step('harmless', { policy: { onFailure: 'continue' } }),
      step('fence', { undoable: true, policy: { onFailure: 'rollback' } }),
    ]);
    const play = (entries: readonly JournalEntry[]): Decision => {
      const records = entries.map((entry, index) => ({ seq: index + 1, epoch: 1, at: new Date(index), entry }));
      return decide(book, foldJournal('failover_1', book, records), new Set());
    };
    const error = { code: 'fence_failed', message: 'the primary still writes', details: {} };
    const decision = play([
      { type: 'execution_started' },
      { type: 'step_started', stepId: 'harmless', attempt: 1 },
      { type: 'step_failed', stepId: 'harmless', error: FAILURE, durationMs: 1 },
      { type: 'step_started', stepId: 'fence', attempt: 1 },
      { type: 'step_failed', stepId: 'fence', error, durationMs: 1 },
      { type: 'rollback_started', cause: 'failure' },
      { type: 'step_undone', stepId: 'fence', output: {} },
    ]);
    expect(decision.end).toEqual({ status: 'rolled_back', error });
  });
});
