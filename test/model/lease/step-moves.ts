import { INVARIANTS } from '../invariants.js';
import type { JournalModel } from '../journal-model.js';
import type { Driver } from './driver.js';
import type { Add } from './moves.js';
import type { ModelOptions } from './options.js';
import { nameOfWorker, withWorker, type Flight, type State } from './state.js';

/** What a worker does for the step that it runs. */
export class StepMoves {
  constructor(
    private readonly options: Pick<ModelOptions, 'runbook' | 'probeable' | 'fencing' | 'mutation'>,
    private readonly journal: JournalModel,
    private readonly driver: Driver,
  ) {}

  /** @param index That of the worker. */
  addTo(add: Add, state: State, index: number): void {
    const { step, stage, stopping } = state.workers[index]!;
    if (step < 0) return;
    if (stopping && stage !== 'aborted') this.letGo(add, state, index);
    if (stage === 'probe') this.probe(add, state, index);
    if (stage === 'check') this.send(add, state, index);
  }

  private letGo(add: Add, state: State, index: number): void {
    const { step, stage } = state.workers[index]!;
    const { id } = this.options.runbook.steps[step]!;
    add(`${nameOfWorker(index)} has no more time for ${id}`, () =>
      stage === 'acting'
        ? withWorker(state, index, { stage: 'aborted' })
        : this.driver.ended(state, index, 'abandoned'),
    );
  }

  private probe(add: Add, state: State, index: number): void {
    const who = nameOfWorker(index);
    const { step, epoch, how } = state.workers[index]!;
    const { id, idempotent } = this.options.runbook.steps[step]!;
    const fence = this.options.fencing === 'looks and acts' ? Math.max(state.fence, epoch) : state.fence;
    const looked = withWorker({ ...state, fence }, index, { stage: 'check' });
    if (!this.options.probeable.has(id)) {
      add(`${who} can not find out whether ${id} has happened`, () =>
        how === 'recover' && !idempotent ? this.driver.ended(looked, index, 'in_doubt') : looked,
      );
    } else if (state.world[step]!.present) {
      add(`${who} finds ${id} done`, () => this.driver.ended(looked, index, 'succeeded'));
    } else {
      add(`${who} finds ${id} not done`, () => looked);
    }
  }

  private send(add: Add, state: State, index: number): void {
    const { step, epoch, trust, how } = state.workers[index]!;
    const unchecked = this.options.mutation === 'the right is not checked before the world is changed';
    if (trust === 0 && !unchecked) return;
    const { id } = this.options.runbook.steps[step]!;
    const flight: Flight = { epoch, step, undo: how === 'undo' };
    const what = `${flight.undo ? 'the undoing of ' : ''}${id}`;
    add(`${nameOfWorker(index)} has checked its right, and sends ${what} to the world under epoch ${epoch}`, () => {
      const isHolder = state.owned && state.epoch === epoch;
      INVARIANTS.sending(this.journal.at(state.execution), id, flight.undo, isHolder);
      return withWorker({ ...state, flights: [...state.flights, flight] }, index, { stage: 'acting' });
    });
  }
}
