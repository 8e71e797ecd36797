import { INVARIANTS } from '../invariants.js';
import type { JournalModel } from '../journal-model.js';
import type { Driver } from './driver.js';
import type { Add, Moves } from './moves.js';
import type { ModelOptions } from './options.js';
import { AT_REST, less, nameOfWorker, withWorker, type Append, type State } from './state.js';

type Refusal = 'it is not the holder any more' | 'there is a request that it did not know';

const RELEASING = { ...AT_REST, phase: 'releasing' } as const;

/** What the store does with what is on its way to it, and what its sender hears of that. */
export class AppendMoves implements Moves {
  constructor(
    private readonly options: Pick<ModelOptions, 'mutation'>,
    private readonly journal: JournalModel,
    private readonly driver: Driver,
  ) {}

  addTo(add: Add, state: State): void {
    for (const append of state.appends) {
      const sender = state.workers.findIndex(({ phase, epoch }) => phase === 'appending' && epoch === append.epoch);
      if (sender < 0) this.arriveForNobody(add, state, append);
      else this.arrive(add, state, append, sender);
    }
  }

  private arriveForNobody(add: Add, state: State, append: Append): void {
    const who = 'a worker that is gone';
    if (this.refusal(state, append) === null) add(taking(append, who), () => this.written(state, append), false);
    add(`what ${who} had sent to the store is lost or refused`, () => without(state, append), false);
  }

  private arrive(add: Add, state: State, append: Append, sender: number): void {
    const who = nameOfWorker(sender);
    const refusal = this.refusal(state, append);
    const canBeLost = state.left.losses > 0;
    const lost = (on: State): State => withWorker({ ...on, left: less(state.left, 'losses') }, sender, RELEASING);
    if (refusal === null) {
      const line = taking(append, who);
      add(line, () => this.driver.written(this.written(state, append), sender, append));
      if (canBeLost) add(`${line}; the answer is lost`, () => lost(this.written(state, append)), false);
    } else if (refusal === 'it is not the holder any more') {
      add(`the store refuses ${who}: ${refusal}`, () => withWorker(without(state, append), sender, RELEASING));
    } else {
      add(`the store refuses ${who}: ${refusal}; it reads and decides again`, () => {
        const read = { phase: 'waiting', tail: state.execution, behind: false } as const;
        return this.driver.decide(withWorker(without(state, append), sender, read), sender, append.reported);
      });
    }
    // It may still come to the store, long after whoever sent it has given up.
    if (canBeLost) add(`${who} gives up on its write`, () => lost(state), false);
  }

  private refusal(state: State, append: Append): Refusal | null {
    const { mutation } = this.options;
    if (!isHolders(append, state) && mutation !== 'append does not check the epoch')
      return 'it is not the holder any more';
    if (append.behind && mutation !== 'append does not check the seq') return 'there is a request that it did not know';
    return null;
  }

  /** The store's side of it. */
  private written(state: State, append: Append): State {
    INVARIANTS.writing(isHolders(append, state));
    const { entries } = append.turn;
    const execution = this.journal.after(state.execution, entries);
    INVARIANTS.cancel(state.cancelAccepted, entries);
    const { appends, ...rest } = without(state, append);
    return {
      ...rest,
      execution,
      workers: state.workers.map((worker) =>
        worker.epoch === append.epoch ? worker : { ...worker, behind: worker.epoch >= 0 },
      ),
      appends: appends.map((other) => ({ ...other, behind: true })),
    };
  }
}

function isHolders({ epoch }: Append, state: State): boolean {
  return state.owned && state.epoch === epoch;
}

function without(state: State, append: Append): State {
  return { ...state, appends: state.appends.filter((other) => other !== append) };
}

function taking({ turn }: Append, who: string): string {
  const what = turn.entries.map((entry) => ('stepId' in entry ? `${entry.type} ${entry.stepId}` : entry.type));
  return `the store takes from ${who}: ${what.join(', ')}`;
}
