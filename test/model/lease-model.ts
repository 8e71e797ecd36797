import type { RequestEntry } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { Violation, type Model, type Move } from './explorer.js';
import { INVARIANTS } from './invariants.js';
import { JournalModel, type Result, type Turn } from './journal-model.js';

/** Rules of the product, each taken away: the checker must find what happens then. */
export type Mutation =
  | 'append does not check the epoch'
  | 'append does not check the seq'
  | 'acquire does not raise the epoch'
  | 'a lease is trusted for its whole life'
  | 'a lease is trusted from when the journal was read'
  | 'the right is not checked before the world is changed'
  | 'release marks everything as seen'
  | 'a worker that stops marks what it has read as seen'
  | 'a step begun before is done again without a probe'
  | 'a step begins before that is durable';

/**
 * What the world does with the epoch that an action brings along. `none`: nothing. `acts`: it refuses to be changed
 * under an epoch older than one that has changed it. `looks and acts`: also older than one that has looked at it.
 */
export type Fencing = 'none' | 'acts' | 'looks and acts';

export interface ModelOptions {
  readonly runbook: Runbook;
  /** Ids of steps whose effect can be looked at. */
  readonly probeable: ReadonlySet<string>;
  readonly fencing: Fencing;
  /** What is claimed of effects: with a world that fences, all of it; else but for what arrives after a takeover. */
  readonly claim: 'exactly once' | 'once in time';
  readonly workers: number;
  /** Life of a lease, and how long its holder trusts it, in ticks. */
  readonly ttl: number;
  readonly trust: number;
  /** Whether a holder's clock may lose one tick in the life of a lease. */
  readonly drift: boolean;
  /** How often a worker that lives can not renew its lease in time: it was frozen, or cut off. */
  readonly freezes: number;
  /** How often a worker dies or is told to stop; one has to stay. */
  readonly deaths: number;
  readonly stops: number;
  /** Questions to the store whose answer, or which themselves, get lost. */
  readonly losses: number;
  /** Actions that fail, with or without their effect. */
  readonly failures: number;
  readonly requests: { readonly cancel: number; readonly retry: number; readonly skip: number };
  readonly mutation?: Mutation;
}

interface Worker {
  /** `acquired`: has the lease and not yet the journal. `appending`: waits for the store's answer. */
  readonly phase: 'idle' | 'acquired' | 'waiting' | 'appending' | 'releasing' | 'gone';
  readonly epoch: number;
  /** Ticks for which it still trusts its lease. */
  readonly trust: number;
  /** Its clock has lost a tick already. */
  readonly slow: boolean;
  /** The state that it knows, and whether the store knows a newer one. */
  readonly tail: number;
  readonly behind: boolean;
  /** It has decided on the newest request: what it releases the lease with. */
  readonly covers: boolean;
  readonly stopping: boolean;
  /** The step that it runs. */
  readonly step: number;
  /** `acting`: waits for what it has sent to the world. `aborted`: the same, and was told to stop. */
  readonly stage: 'none' | 'probe' | 'check' | 'acting' | 'aborted';
  readonly how: 'apply' | 'recover' | 'redo' | 'undo';
}

/** An append on its way to the store, whether or not anybody still waits for its answer. */
interface Append {
  readonly epoch: number;
  readonly behind: boolean;
  readonly tail: number;
  readonly turn: Turn;
  /** What the turn reported: it is reported again when the store refuses. */
  readonly reported: Reported;
}

interface Ended {
  readonly step: number;
  readonly result: Result;
}

interface Reported {
  readonly opening: boolean;
  readonly ended: Ended | null;
}

/** Something sent to the world, whether or not anybody still waits for its answer. */
interface Flight {
  readonly epoch: number;
  readonly step: number;
  readonly undo: boolean;
}

interface StepInWorld {
  readonly present: boolean;
  /** Effects while their sender held the lease and waited for them; and those that came later. */
  readonly inTime: number;
  readonly late: number;
  readonly retries: number;
}

export interface State {
  readonly execution: number;
  readonly epoch: number;
  readonly owned: boolean;
  readonly lease: number;
  /** A person has asked for something that no holder has decided on: request_seq > seen_seq. */
  readonly unseen: boolean;
  readonly cancelAccepted: boolean;
  readonly workers: readonly Worker[];
  readonly appends: readonly Append[];
  readonly flights: readonly Flight[];
  readonly world: readonly StepInWorld[];
  /** Newest epoch that the world knows. */
  readonly fence: number;
  readonly left: {
    readonly freezes: number;
    readonly deaths: number;
    readonly stops: number;
    readonly losses: number;
    readonly failures: number;
    readonly cancel: number;
    readonly retry: number;
    readonly skip: number;
  };
}

const IDLE: Worker = {
  phase: 'idle',
  epoch: -1,
  trust: 0,
  slow: false,
  tail: 0,
  behind: false,
  covers: false,
  stopping: false,
  step: -1,
  stage: 'none',
  how: 'apply',
};
const GONE: Worker = { ...IDLE, phase: 'gone' };

const AT_REST = { step: -1, stage: 'none', how: 'apply' } as const;

/**
 * Workers, a store, a world and a person, with every move that the product's rules allow in every order. Freezing is
 * no state of its own: any worker may make no move for as long as the others like, between any two of its moves.
 */
export class LeaseModel implements Model<State> {
  readonly initial: State;
  private readonly journal: JournalModel;
  private readonly turnNumbers = new Map<Turn, number>();

  constructor(private readonly options: ModelOptions) {
    const { runbook, workers, freezes, deaths, stops, losses, failures, requests } = options;
    this.journal = new JournalModel(runbook);
    this.initial = {
      execution: this.journal.first,
      epoch: 0,
      owned: false,
      lease: 0,
      unseen: true,
      cancelAccepted: false,
      workers: Array.from({ length: workers }, () => IDLE),
      appends: [],
      flights: [],
      world: runbook.steps.map(() => ({ present: false, inTime: 0, late: 0, retries: 0 })),
      fence: 0,
      left: { freezes, deaths, stops, losses, failures, ...requests },
    };
  }

  moves(state: State): readonly Move<State>[] {
    const moves: Move<State>[] = [];
    const add = (label: string, to: () => State, fair = true): void => {
      try {
        moves.push({ label, to: this.checked(to()), fair });
      } catch (error) {
        throw error instanceof Violation ? new Violation(error.invariant, error.message, label) : error;
      }
    };
    this.tick(state, add);
    state.workers.forEach((worker, index) => this.workerMoves(state, worker, index, add));
    state.appends.forEach((append, index) => this.appendMoves(state, append, index, add));
    state.flights.forEach((flight, index) => this.flightMoves(state, flight, index, add));
    this.requests(state, add);
    return moves;
  }

  isAtRest(state: State): boolean {
    const { status, cancelRequested } = this.journal.at(state.execution);
    if (isTerminal(status)) {
      // What is on its way may still arrive, so only what can not change any more is judged.
      INVARIANTS.end(this.options, state, status);
      return true;
    }
    const isHeld = state.owned && state.lease > 0;
    if (isHeld || this.isDue(state)) return false;
    const { park, entries } = this.journal.turn(state.execution, false, null, -1, false);
    INVARIANTS.rest(park && entries.length === 0 && !cancelRequested);
    return true;
  }

  key(state: State): string {
    const epochs = new Set([0, state.epoch, state.fence]);
    for (const { epoch } of [...state.workers, ...state.appends, ...state.flights]) epochs.add(epoch);
    const sorted = [...epochs].sort((a, b) => a - b);
    const rank = new Map(sorted.map((epoch, index) => [epoch, index]));
    const e = (epoch: number): number => rank.get(epoch)!;
    const { left } = state;
    return [
      `${state.execution} ${e(state.epoch)} ${state.owned} ${state.lease} ${state.unseen} ${state.cancelAccepted} ${e(state.fence)}`,
      state.workers
        .map(
          (w) =>
            `${w.phase} ${e(w.epoch)} ${w.trust} ${w.slow} ${w.tail} ${w.behind} ${w.covers} ${w.stopping} ${w.step} ${w.stage} ${w.how}`,
        )
        .sort()
        .join(),
      state.appends
        .map((a) => `${e(a.epoch)} ${a.behind} ${a.tail} ${this.turnNumber(a.turn)}`)
        .sort()
        .join(),
      state.flights
        .map((f) => `${e(f.epoch)} ${f.step} ${f.undo}`)
        .sort()
        .join(),
      state.world.map((s) => `${s.present} ${s.inTime} ${s.late} ${s.retries}`).join(),
      `${left.freezes} ${left.deaths} ${left.stops} ${left.losses} ${left.failures} ${left.cancel} ${left.retry} ${left.skip}`,
    ].join('|');
  }

  private turnNumber(turn: Turn): number {
    const known = this.turnNumbers.get(turn);
    if (known !== undefined) return known;
    this.turnNumbers.set(turn, this.turnNumbers.size);
    return this.turnNumbers.size - 1;
  }

  private checked(state: State): State {
    INVARIANTS.always(this.options, state);
    return state;
  }

  /** postgres-leases.ts, IS_DUE. */
  private isDue(state: State): boolean {
    const { status } = this.journal.at(state.execution);
    return !isTerminal(status) && (!state.owned || state.lease === 0) && (status !== 'paused' || state.unseen);
  }

  /** Time passes for all; one holder's clock may lose the tick. A holder that lives renews in time, unless it is frozen. */
  private tick(state: State, add: Add): void {
    const trusting = state.workers.flatMap((worker, index) => (worker.trust > 0 ? [index] : []));
    if (state.lease === 0 && trusting.length === 0) return;
    const pass = (slow: number): void => {
      const workers = state.workers.map((worker, index) => {
        if (index === slow) return { ...worker, slow: true };
        return worker.trust > 0 ? { ...worker, trust: worker.trust - 1 } : worker;
      });
      const lease = Math.max(0, state.lease - 1);
      const frozen = state.workers.findIndex(
        (worker, index) =>
          worker.epoch === state.epoch && worker.trust > 0 && (workers[index]!.trust === 0 || lease === 0),
      );
      if (frozen >= 0 && state.left.freezes === 0) return;
      const left = frozen >= 0 ? less(state.left, 'freezes') : state.left;
      const what = `time passes${slow >= 0 ? `, and the clock of ${name(slow)} loses a tick` : ''}`;
      add(
        frozen >= 0 ? `${what}; ${name(frozen)} is frozen meanwhile` : what,
        () => ({ ...state, lease, workers, left }),
        frozen < 0,
      );
    };
    pass(-1);
    if (!this.options.drift) return;
    for (const index of trusting) if (!state.workers[index]!.slow) pass(index);
  }

  private workerMoves(state: State, worker: Worker, index: number, add: Add): void {
    const who = name(index);
    const set = (change: Partial<Worker>, rest: Partial<State> = {}): State => ({
      ...state,
      ...rest,
      workers: state.workers.map((other, at) => (at === index ? { ...other, ...change } : other)),
    });
    const { left, epoch } = state;
    if (worker.phase === 'gone') return;
    if (worker.phase === 'idle') {
      if (!this.isDue(state)) return;
      const raised = this.is('acquire does not raise the epoch') && epoch > 0 ? epoch : epoch + 1;
      const taken = { epoch: raised, owned: true, lease: this.options.ttl };
      add(`${who} takes the lease under epoch ${raised}`, () =>
        set({ ...IDLE, phase: 'acquired', epoch: raised, trust: this.trusted() }, taken),
      );
      if (left.losses > 0) {
        add(
          `${who} takes the lease under epoch ${raised}, and never hears of it`,
          () => ({ ...state, ...taken, left: less(left, 'losses') }),
          false,
        );
      }
      return;
    }
    if (left.deaths > 0) {
      add(`${who} dies`, () => ({ ...set(GONE), left: less(left, 'deaths') }), false);
    }
    if (worker.phase === 'releasing') {
      const held = state.epoch === worker.epoch;
      const seen = worker.covers || this.is('release marks everything as seen');
      const given = held ? { owned: false, lease: 0, unseen: state.unseen && !seen } : {};
      const next = worker.stopping ? GONE : IDLE;
      add(`${who} gives the lease back`, () => set(next, given));
      if (left.losses > 0)
        add(`${who} gives the lease back in vain`, () => set(next, { left: less(left, 'losses') }), false);
      return;
    }
    if (left.stops > 0 && !worker.stopping) {
      add(
        `${who} is told to stop`,
        () => this.wake(set({ stopping: true }, { left: less(left, 'stops') }), index, null),
        false,
      );
    }
    if (worker.trust === 0) {
      add(`${who} notices that its lease is over`, () => set(worker.stopping ? GONE : IDLE));
    } else if (worker.epoch !== state.epoch) {
      add(`${who} is told that its lease is another's`, () => set(worker.stopping ? GONE : IDLE));
    } else if (state.lease < this.options.ttl || worker.trust < this.trusted()) {
      add(`${who} renews its lease`, () => set({ trust: this.trusted(), slow: false }, { lease: this.options.ttl }));
    }
    if (worker.phase === 'acquired') {
      const trust = this.is('a lease is trusted from when the journal was read') ? this.trusted() : worker.trust;
      add(`${who} reads the journal`, () =>
        this.decide(set({ phase: 'waiting', tail: state.execution, behind: false, trust }), index, {
          opening: true,
          ended: null,
        }),
      );
      return;
    }
    if (worker.phase === 'waiting' && worker.behind && worker.epoch === state.epoch) {
      add(`${who} hears of a request`, () => this.wake(set({ tail: state.execution, behind: false }), index, null));
    }
    const early = worker.phase === 'appending' && this.is('a step begins before that is durable');
    if (worker.phase === 'waiting' || early) this.stepMoves(state, worker, index, add, set);
  }

  private stepMoves(
    state: State,
    worker: Worker,
    index: number,
    add: Add,
    set: (change: Partial<Worker>, rest?: Partial<State>) => State,
  ): void {
    const who = name(index);
    const { step } = worker;
    if (step < 0) return;
    const { id, idempotent } = this.options.runbook.steps[step]!;
    if (worker.stopping && worker.stage !== 'aborted') {
      add(`${who} has no more time for ${id}`, () =>
        worker.stage === 'acting' ? set({ stage: 'aborted' }) : this.ended(set({}), index, 'abandoned'),
      );
    }
    if (worker.stage === 'probe') {
      const fence = this.options.fencing === 'looks and acts' ? Math.max(state.fence, worker.epoch) : state.fence;
      const looked = set({ stage: 'check' }, { fence });
      if (!this.options.probeable.has(id)) {
        add(`${who} can not find out whether ${id} has happened`, () =>
          worker.how === 'recover' && !idempotent ? this.ended(looked, index, 'in_doubt') : looked,
        );
      } else if (state.world[step]!.present) {
        add(`${who} finds ${id} done`, () => this.ended(looked, index, 'succeeded'));
      } else {
        add(`${who} finds ${id} not done`, () => looked);
      }
    }
    if (worker.stage === 'check') {
      const mayAct = worker.trust > 0 || this.is('the right is not checked before the world is changed');
      const undo = worker.how === 'undo';
      const flight: Flight = { epoch: worker.epoch, step, undo };
      if (mayAct) {
        add(
          `${who} has checked its right, and sends ${undo ? 'the undoing of ' : ''}${id} to the world under epoch ${worker.epoch}`,
          () => {
            INVARIANTS.sending(this.journal.at(state.execution), id, undo, state.owned && state.epoch === worker.epoch);
            return set({ stage: 'acting' }, { flights: [...state.flights, flight] });
          },
        );
      }
    }
  }

  private appendMoves(state: State, append: Append, index: number, add: Add): void {
    const at = state.workers.findIndex((worker) => worker.phase === 'appending' && worker.epoch === append.epoch);
    const who = at < 0 ? 'a worker that is gone' : name(at);
    const what = append.turn.entries.map((entry) => ('stepId' in entry ? `${entry.type} ${entry.stepId}` : entry.type));
    const appends = state.appends.filter((_, other) => other !== index);
    const without: State = { ...state, appends };
    const { left } = state;
    const isMine = state.epoch === append.epoch && state.owned;
    const known = isMine || this.is('append does not check the epoch');
    const refused = !known
      ? 'it is not the holder any more'
      : append.behind && !this.is('append does not check the seq')
        ? 'there is a request that it did not know'
        : null;
    const written = (): State => {
      INVARIANTS.writing(isMine);
      const execution = this.journal.after(state.execution, append.turn.entries);
      INVARIANTS.cancel(state.cancelAccepted, append.turn.entries);
      const others = state.workers.map((worker) =>
        worker.epoch === append.epoch ? worker : { ...worker, behind: worker.epoch >= 0 },
      );
      return { ...without, execution, workers: others, appends: appends.map((other) => ({ ...other, behind: true })) };
    };
    const line = `the store takes from ${who}: ${what.join(', ')}`;
    if (at < 0) {
      if (refused === null) add(line, written, false);
      add(`what ${who} had sent to the store is lost or refused`, () => without, false);
      return;
    }
    const change = (on: State, to: Partial<Worker>): State => ({
      ...on,
      workers: on.workers.map((worker, other) => (other === at ? { ...worker, ...to } : worker)),
    });
    const letGo = { ...AT_REST, phase: 'releasing' } as const;
    if (refused === null) {
      add(line, () => this.settle(this.take(written(), at, append), at, append.turn));
      if (left.losses > 0)
        add(`${line}; the answer is lost`, () => change({ ...written(), left: less(left, 'losses') }, letGo), false);
    } else if (!known) {
      add(`the store refuses ${who}: ${refused}`, () => change(without, letGo));
    } else {
      add(`the store refuses ${who}: ${refused}; it reads and decides again`, () => {
        const again = change(without, { phase: 'waiting', tail: state.execution, behind: false });
        return this.decide(again, at, append.reported);
      });
    }
    if (left.losses > 0) {
      // It may still come to the store, long after whoever sent it has given up.
      add(`${who} gives up on its write`, () => change({ ...state, left: less(left, 'losses') }, letGo), false);
    }
  }

  /** The holder's own write: it knows what is in it, and it had seen everything before. */
  private take(state: State, at: number, append: Append): State {
    const tail = append.behind ? this.journal.after(append.tail, append.turn.entries) : state.execution;
    const covers = this.coversAfter(state.workers[at]!, append.turn, append.behind);
    return {
      ...state,
      workers: state.workers.map((worker, other) =>
        other === at ? { ...worker, phase: 'waiting', tail, behind: append.behind, covers } : worker,
      ),
    };
  }

  private flightMoves(state: State, flight: Flight, index: number, add: Add): void {
    const at = state.workers.findIndex(
      (worker) =>
        worker.epoch === flight.epoch &&
        worker.step === flight.step &&
        (worker.how === 'undo') === flight.undo &&
        (worker.stage === 'acting' || worker.stage === 'aborted'),
    );
    const { id } = this.options.runbook.steps[flight.step]!;
    const what = `${flight.undo ? 'the undoing of ' : ''}${id} under epoch ${flight.epoch}`;
    const without: State = { ...state, flights: state.flights.filter((_, other) => other !== index) };
    const { fencing } = this.options;
    const isFenced = fencing !== 'none' && flight.epoch < state.fence;
    const fence = fencing === 'none' ? state.fence : Math.max(state.fence, flight.epoch);
    const inTime = at >= 0 && state.epoch === flight.epoch;
    const happen = (): State => ({
      ...without,
      fence,
      world: without.world.map((step, other) => {
        if (other !== flight.step) return step;
        if (flight.undo) return { ...step, present: false };
        return inTime
          ? { ...step, present: true, inTime: step.inTime + 1 }
          : { ...step, present: true, late: step.late + 1 };
      }),
    });
    if (at < 0) {
      add(
        isFenced ? `the world refuses ${what}` : `${what} happens, and its sender is not there any more`,
        isFenced ? () => without : happen,
        false,
      );
      add(`${what} is lost on its way`, () => without, false);
      return;
    }
    const { stage, stopping } = state.workers[at]!;
    const failed = stopping ? 'abandoned' : flight.undo ? 'undo_failed' : 'failed';
    if (isFenced) {
      add(`the world refuses ${what}`, () => this.ended(without, at, failed));
    } else if (stage === 'acting') {
      add(`${what} happens, and ${name(at)} hears of it`, () =>
        this.ended(happen(), at, flight.undo ? 'undone' : 'succeeded'),
      );
    } else {
      add(`${what} happens although ${name(at)} has stopped it`, () => this.ended(happen(), at, failed));
    }
    if (stage === 'aborted') add(`${what} does not happen: it was stopped`, () => this.ended(without, at, failed));
    if (stage === 'acting' && state.left.failures > 0 && !flight.undo && !isFenced) {
      const left = less(state.left, 'failures');
      add(`${what} fails`, () => this.ended({ ...without, left }, at, 'failed'), false);
      add(`${what} happens, and is said to have failed`, () => this.ended({ ...happen(), left }, at, 'failed'), false);
    }
  }

  /** What people may ask for, as intervention-repository.ts lets them. */
  private requests(state: State, add: Add): void {
    const { left } = state;
    const execution = this.journal.at(state.execution);
    if (isTerminal(execution.status) || execution.status === 'rolling_back') return;
    const ask = (entry: RequestEntry, rest: Partial<State>): State => ({
      ...state,
      execution: this.journal.after(state.execution, [entry]),
      unseen: true,
      workers: state.workers.map((worker) => (worker.epoch < 0 ? worker : { ...worker, behind: true, covers: false })),
      appends: state.appends.map((append) => ({ ...append, behind: true })),
      ...rest,
    });
    const crossed = this.options.runbook.steps.some(
      (step) => step.pointOfNoReturn && execution.steps.get(step.id)!.startedAt !== null,
    );
    if (left.cancel > 0 && !crossed) {
      add(
        'a person cancels',
        () =>
          ask(
            { type: 'cancel_requested', by: 'ann', comment: '' },
            { left: less(left, 'cancel'), cancelAccepted: true },
          ),
        false,
      );
    }
    this.options.runbook.steps.forEach(({ id }, index) => {
      const { status } = execution.steps.get(id)!;
      if (status !== 'failed' && status !== 'in_doubt') return;
      if (left.retry > 0) {
        const world = state.world.map((step, other) =>
          other === index ? { ...step, retries: step.retries + 1 } : step,
        );
        add(
          `a person wants ${id} done again`,
          () =>
            ask({ type: 'retry_requested', stepId: id, by: 'ann', comment: '' }, { left: less(left, 'retry'), world }),
          false,
        );
      }
      if (left.skip > 0) {
        add(
          `a person skips ${id}`,
          () => ask({ type: 'skip_requested', stepId: id, by: 'ann', comment: '' }, { left: less(left, 'skip') }),
          false,
        );
      }
    });
  }

  /** A step is over, as its worker sees it. */
  private ended(state: State, index: number, result: Result): State {
    return this.wake(state, index, result);
  }

  /** The driver's loop goes round, unless it waits for the store: then what is new waits with it. */
  private wake(state: State, index: number, result: Result | null): State {
    const worker = state.workers[index]!;
    if (worker.phase !== 'waiting') return state;
    const ended = result === null ? null : { step: worker.step, result };
    const at: State = ended
      ? { ...state, workers: state.workers.map((other, i) => (i === index ? { ...other, ...AT_REST } : other)) }
      : state;
    return this.decide(at, index, { opening: false, ended });
  }

  private decide(state: State, index: number, reported: Reported): State {
    const worker = state.workers[index]!;
    const { opening, ended } = reported;
    const turn = this.journal.turn(worker.tail, opening, ended, worker.step, worker.stopping);
    if (turn.entries.length === 0) {
      const covers = this.coversAfter(worker, turn, worker.behind);
      return this.settle(
        { ...state, workers: state.workers.map((other, i) => (i === index ? { ...other, covers } : other)) },
        index,
        turn,
      );
    }
    const sent: State = {
      ...state,
      workers: state.workers.map((other, i) => (i === index ? { ...other, phase: 'appending' } : other)),
      appends: [...state.appends, { epoch: worker.epoch, behind: worker.behind, tail: worker.tail, turn, reported }],
    };
    if (!this.is('a step begins before that is durable') || !turn.begin) return sent;
    return this.begin(sent, index, turn);
  }

  /** What a driver does once its write is durable, or when there was nothing to write. */
  private settle(state: State, index: number, turn: Turn): State {
    const worker = state.workers[index]!;
    const set = (change: Partial<Worker>): State => ({
      ...state,
      workers: state.workers.map((other, i) => (i === index ? { ...other, ...change } : other)),
    });
    const { status } = this.journal.at(worker.tail);
    if (isTerminal(status)) return set({ ...AT_REST, phase: 'releasing' });
    if (turn.abort && worker.step >= 0) {
      if (worker.stage === 'acting') return set({ stage: 'aborted' });
      return worker.stage === 'aborted' ? state : this.ended(state, index, 'failed');
    }
    if (turn.begin && worker.step < 0) return this.begin(state, index, turn);
    if (worker.step >= 0) return state;
    if (worker.stopping || turn.park) return set({ phase: 'releasing' });
    if (turn.announced) return this.decide(state, index, { opening: false, ended: null });
    return state;
  }

  /** What was only read, and not decided on, is left for the next holder. */
  private coversAfter({ covers }: Worker, { decided }: Turn, behind: boolean): boolean {
    return decided || this.is('a worker that stops marks what it has read as seen') ? !behind : covers;
  }

  private begin(state: State, index: number, { begin }: Turn): State {
    const { step, how } = begin!;
    const asks = (how === 'recover' || how === 'redo') && !this.is('a step begun before is done again without a probe');
    return {
      ...state,
      workers: state.workers.map((other, i) =>
        i === index ? { ...other, step, how, stage: asks ? 'probe' : 'check' } : other,
      ),
    };
  }

  private trusted(): number {
    return this.is('a lease is trusted for its whole life') ? this.options.ttl : this.options.trust;
  }

  private is(mutation: Mutation): boolean {
    return this.options.mutation === mutation;
  }
}

type Add = (label: string, to: () => State, fair?: boolean) => void;

function name(index: number): string {
  return `worker ${String.fromCharCode(65 + index)}`;
}

function less<K extends keyof State['left']>(left: State['left'], what: K): State['left'] {
  return { ...left, [what]: left[what] - 1 };
}
