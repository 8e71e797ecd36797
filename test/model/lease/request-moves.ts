import type { RequestEntry } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import type { JournalModel } from '../journal-model.js';
import type { Add, Moves } from './moves.js';
import type { ModelOptions } from './options.js';
import { less, type State } from './state.js';

/** What people may ask for, as intervention-repository.ts lets them. */
export class RequestMoves implements Moves {
  constructor(
    private readonly options: Pick<ModelOptions, 'runbook'>,
    private readonly journal: JournalModel,
  ) {}

  addTo(add: Add, state: State): void {
    const { status } = this.journal.at(state.execution);
    if (isTerminal(status) || status === 'rolling_back') return;
    this.cancel(add, state);
    this.options.runbook.steps.forEach((_, step) => this.retryOrSkip(add, state, step));
  }

  private cancel(add: Add, state: State): void {
    const { steps } = this.journal.at(state.execution);
    const crossed = this.options.runbook.steps.some(
      ({ id, pointOfNoReturn }) => pointOfNoReturn && steps.get(id)!.startedAt !== null,
    );
    if (state.left.cancel === 0 || crossed) return;
    const entry = { type: 'cancel_requested', by: 'ann', comment: '' } as const;
    const change = { left: less(state.left, 'cancel'), cancelAccepted: true };
    add('a person cancels', () => this.ask(state, entry, change), false);
  }

  private retryOrSkip(add: Add, state: State, step: number): void {
    const { id } = this.options.runbook.steps[step]!;
    const { status } = this.journal.at(state.execution).steps.get(id)!;
    if (status !== 'failed' && status !== 'in_doubt') return;
    const { left } = state;
    if (left.retry > 0) {
      const entry = { type: 'retry_requested', stepId: id, by: 'ann', comment: '' } as const;
      const world = state.world.map((other, index) =>
        index === step ? { ...other, retries: other.retries + 1 } : other,
      );
      const change = { left: less(left, 'retry'), world };
      add(`a person wants ${id} done again`, () => this.ask(state, entry, change), false);
    }
    if (left.skip > 0) {
      const entry = { type: 'skip_requested', stepId: id, by: 'ann', comment: '' } as const;
      const change = { left: less(left, 'skip') };
      add(`a person skips ${id}`, () => this.ask(state, entry, change), false);
    }
  }

  private ask(state: State, entry: RequestEntry, change: Partial<State>): State {
    return {
      ...state,
      execution: this.journal.after(state.execution, [entry]),
      unseen: true,
      workers: state.workers.map((worker) => (worker.epoch < 0 ? worker : { ...worker, behind: true, covers: false })),
      appends: state.appends.map((append) => ({ ...append, behind: true })),
      ...change,
    };
  }
}
