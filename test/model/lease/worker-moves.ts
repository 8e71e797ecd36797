import type { JournalModel } from '../journal-model.js';
import type { Driver } from './driver.js';
import { isDue } from './due.js';
import type { Add, Moves } from './moves.js';
import { trusted, type ModelOptions } from './options.js';
import { GONE, IDLE, less, nameOfWorker, withWorker, type State } from './state.js';
import type { StepMoves } from './step-moves.js';

/** What workers do with the lease and the journal, and what befalls them. */
export class WorkerMoves implements Moves {
  constructor(
    private readonly options: Pick<ModelOptions, 'ttl' | 'trust' | 'mutation'>,
    private readonly journal: JournalModel,
    private readonly driver: Driver,
    private readonly steps: StepMoves,
  ) {}

  addTo(add: Add, state: State): void {
    state.workers.forEach(({ phase }, index) => {
      if (phase === 'gone') return;
      if (phase === 'idle') {
        this.takeLease(add, state, index);
        return;
      }
      this.die(add, state, index);
      if (phase === 'releasing') {
        this.giveLeaseBack(add, state, index);
        return;
      }
      this.beToldToStop(add, state, index);
      this.keepOrLoseLease(add, state, index);
      if (phase === 'acquired') {
        this.readJournal(add, state, index);
        return;
      }
      this.hearOfRequest(add, state, index);
      const early = phase === 'appending' && this.options.mutation === 'a step begins before that is durable';
      if (phase === 'waiting' || early) this.steps.addTo(add, state, index);
    });
  }

  private takeLease(add: Add, state: State, index: number): void {
    if (!isDue(state, this.journal.at(state.execution).status)) return;
    const who = nameOfWorker(index);
    const stays = this.options.mutation === 'acquire does not raise the epoch' && state.epoch > 0;
    const epoch = stays ? state.epoch : state.epoch + 1;
    const taken: State = { ...state, epoch, owned: true, lease: this.options.ttl };
    add(`${who} takes the lease under epoch ${epoch}`, () =>
      withWorker(taken, index, { ...IDLE, phase: 'acquired', epoch, trust: trusted(this.options) }),
    );
    if (state.left.losses > 0) {
      add(
        `${who} takes the lease under epoch ${epoch}, and never hears of it`,
        () => ({ ...taken, left: less(state.left, 'losses') }),
        false,
      );
    }
  }

  private giveLeaseBack(add: Add, state: State, index: number): void {
    const who = nameOfWorker(index);
    const { epoch, covers, stopping } = state.workers[index]!;
    const seen = covers || this.options.mutation === 'release marks everything as seen';
    const given = { ...state, owned: false, lease: 0, unseen: state.unseen && !seen };
    const next = stopping ? GONE : IDLE;
    add(`${who} gives the lease back`, () => withWorker(state.epoch === epoch ? given : state, index, next));
    if (state.left.losses > 0) {
      const left = less(state.left, 'losses');
      add(`${who} gives the lease back in vain`, () => withWorker({ ...state, left }, index, next), false);
    }
  }

  private keepOrLoseLease(add: Add, state: State, index: number): void {
    const who = nameOfWorker(index);
    const { trust, epoch, stopping } = state.workers[index]!;
    const fresh = trusted(this.options);
    const { ttl } = this.options;
    const lose = (): State => withWorker(state, index, stopping ? GONE : IDLE);
    if (trust === 0) {
      add(`${who} notices that its lease is over`, lose);
    } else if (epoch !== state.epoch) {
      add(`${who} is told that its lease is another's`, lose);
    } else if (state.lease < ttl || trust < fresh) {
      add(`${who} renews its lease`, () => withWorker({ ...state, lease: ttl }, index, { trust: fresh, slow: false }));
    }
  }

  private die(add: Add, state: State, index: number): void {
    if (state.left.deaths === 0) return;
    const left = less(state.left, 'deaths');
    add(`${nameOfWorker(index)} dies`, () => withWorker({ ...state, left }, index, GONE), false);
  }

  private beToldToStop(add: Add, state: State, index: number): void {
    if (state.left.stops === 0 || state.workers[index]!.stopping) return;
    const left = less(state.left, 'stops');
    add(
      `${nameOfWorker(index)} is told to stop`,
      () => this.driver.wake(withWorker({ ...state, left }, index, { stopping: true }), index),
      false,
    );
  }

  private readJournal(add: Add, state: State, index: number): void {
    const renewed = this.options.mutation === 'a lease is trusted from when the journal was read';
    const trust = renewed ? trusted(this.options) : state.workers[index]!.trust;
    add(`${nameOfWorker(index)} reads the journal`, () => {
      const read = withWorker(state, index, { phase: 'waiting', tail: state.execution, behind: false, trust });
      return this.driver.decide(read, index, { opening: true, ended: null });
    });
  }

  private hearOfRequest(add: Add, state: State, index: number): void {
    const { phase, behind, epoch } = state.workers[index]!;
    if (phase !== 'waiting' || !behind || epoch !== state.epoch) return;
    add(`${nameOfWorker(index)} hears of a request`, () =>
      this.driver.wake(withWorker(state, index, { tail: state.execution, behind: false }), index),
    );
  }
}
