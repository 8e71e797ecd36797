import type { Turn } from '../journal-model.js';
import type { State } from './state.js';

/** Two states with the same key behave alike: workers have no names in it, and epochs only their order. */
export class StateKeys {
  private readonly turnNumbers = new Map<Turn, number>();

  of(state: State): string {
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
}
