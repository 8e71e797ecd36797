import type { Add, Moves } from './moves.js';
import type { ModelOptions } from './options.js';
import { less, nameOfWorker, type State } from './state.js';

/** Time passes for all; one holder's clock may lose the tick. A holder that lives renews in time, unless it is frozen. */
export class TimeMoves implements Moves {
  constructor(private readonly options: Pick<ModelOptions, 'drift'>) {}

  addTo(add: Add, state: State): void {
    const trusting = state.workers.flatMap((worker, index) => (worker.trust > 0 ? [index] : []));
    if (state.lease === 0 && trusting.length === 0) return;
    this.pass(add, state, -1);
    if (!this.options.drift) return;
    for (const index of trusting) if (!state.workers[index]!.slow) this.pass(add, state, index);
  }

  /** @param slow Index of the worker whose clock loses this tick; -1: none. */
  private pass(add: Add, state: State, slow: number): void {
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
    const what = `time passes${slow >= 0 ? `, and the clock of ${nameOfWorker(slow)} loses a tick` : ''}`;
    add(
      frozen >= 0 ? `${what}; ${nameOfWorker(frozen)} is frozen meanwhile` : what,
      () => ({ ...state, lease, workers, left }),
      frozen < 0,
    );
  }
}
