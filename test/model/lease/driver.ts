import { isTerminal } from '#domain/execution/transitions.js';
import type { JournalModel, Result, Turn } from '../journal-model.js';
import type { ModelOptions } from './options.js';
import { AT_REST, withWorker, type Append, type Reported, type State, type Worker } from './state.js';

/** What a worker's ExecutionDriver decides, and what it does then by itself. */
export class Driver {
  constructor(
    private readonly options: Pick<ModelOptions, 'mutation'>,
    private readonly journal: JournalModel,
  ) {}

  /** A step is over, as its worker sees it. */
  ended(state: State, index: number, result: Result): State {
    return this.goRound(state, index, result);
  }

  /** There is something new to decide on. */
  wake(state: State, index: number): State {
    return this.goRound(state, index, null);
  }

  decide(state: State, index: number, reported: Reported): State {
    const worker = state.workers[index]!;
    const { opening, ended } = reported;
    const turn = this.journal.turn(worker.tail, opening, ended, worker.step, worker.stopping);
    if (turn.entries.length === 0) {
      const covers = this.coversAfter(worker, turn, worker.behind);
      return this.settle(withWorker(state, index, { covers }), index, turn);
    }
    const { epoch, behind, tail } = worker;
    const sent: State = {
      ...withWorker(state, index, { phase: 'appending' }),
      appends: [...state.appends, { epoch, behind, tail, turn, reported }],
    };
    const early = this.options.mutation === 'a step begins before that is durable';
    return early && turn.begin ? this.begin(sent, index, turn) : sent;
  }

  /** The store has taken what the worker wrote. */
  written(state: State, index: number, append: Append): State {
    return this.settle(this.take(state, index, append), index, append.turn);
  }

  /** The driver's loop goes round, unless it waits for the store: then what is new waits with it. */
  private goRound(state: State, index: number, result: Result | null): State {
    const worker = state.workers[index]!;
    if (worker.phase !== 'waiting') return state;
    const ended = result === null ? null : { step: worker.step, result };
    return this.decide(ended ? withWorker(state, index, AT_REST) : state, index, { opening: false, ended });
  }

  /** The holder's own write: it knows what is in it, and it had seen everything before. */
  private take(state: State, index: number, { tail, turn, behind }: Append): State {
    return withWorker(state, index, {
      phase: 'waiting',
      tail: behind ? this.journal.after(tail, turn.entries) : state.execution,
      behind,
      covers: this.coversAfter(state.workers[index]!, turn, behind),
    });
  }

  /** What a driver does once its write is durable, or when there was nothing to write. */
  private settle(state: State, index: number, turn: Turn): State {
    const worker = state.workers[index]!;
    const { status } = this.journal.at(worker.tail);
    if (isTerminal(status)) return withWorker(state, index, { ...AT_REST, phase: 'releasing' });
    if (turn.abort && worker.step >= 0) {
      if (worker.stage === 'acting') return withWorker(state, index, { stage: 'aborted' });
      return worker.stage === 'aborted' ? state : this.ended(state, index, 'failed');
    }
    if (turn.begin && worker.step < 0) return this.begin(state, index, turn);
    if (worker.step >= 0) return state;
    if (worker.stopping || turn.park) return withWorker(state, index, { phase: 'releasing' });
    if (turn.announced) return this.decide(state, index, { opening: false, ended: null });
    return state;
  }

  /** What was only read, and not decided on, is left for the next holder. */
  private coversAfter({ covers }: Worker, { decided }: Turn, behind: boolean): boolean {
    const { mutation } = this.options;
    return decided || mutation === 'a worker that stops marks what it has read as seen' ? !behind : covers;
  }

  private begin(state: State, index: number, { begin }: Turn): State {
    const { step, how } = begin!;
    const { mutation } = this.options;
    const asks =
      (how === 'recover' || how === 'redo') && mutation !== 'a step begun before is done again without a probe';
    return withWorker(state, index, { step, how, stage: asks ? 'probe' : 'check' });
  }
}
