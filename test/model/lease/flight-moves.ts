import type { Driver } from './driver.js';
import type { Add, Moves } from './moves.js';
import type { ModelOptions } from './options.js';
import { less, nameOfWorker, type Flight, type State } from './state.js';

/** What becomes of what was sent to the world. */
export class FlightMoves implements Moves {
  constructor(
    private readonly options: Pick<ModelOptions, 'runbook' | 'fencing'>,
    private readonly driver: Driver,
  ) {}

  addTo(add: Add, state: State): void {
    for (const flight of state.flights) {
      const sender = senderOf(flight, state);
      if (sender < 0) this.arriveForNobody(add, state, flight);
      else this.arrive(add, state, flight, sender);
    }
  }

  private arriveForNobody(add: Add, state: State, flight: Flight): void {
    const what = this.nameOf(flight);
    if (this.isFenced(state, flight)) add(`the world refuses ${what}`, () => without(state, flight), false);
    else add(`${what} happens, and its sender is not there any more`, () => this.happen(state, flight, false), false);
    add(`${what} is lost on its way`, () => without(state, flight), false);
  }

  private arrive(add: Add, state: State, flight: Flight, sender: number): void {
    const what = this.nameOf(flight);
    const { stage, stopping } = state.workers[sender]!;
    const failed = stopping ? 'abandoned' : flight.undo ? 'undo_failed' : 'failed';
    const isFenced = this.isFenced(state, flight);
    const happen = (): State => this.happen(state, flight, state.epoch === flight.epoch);
    if (isFenced) {
      add(`the world refuses ${what}`, () => this.driver.ended(without(state, flight), sender, failed));
    } else if (stage === 'acting') {
      add(`${what} happens, and ${nameOfWorker(sender)} hears of it`, () =>
        this.driver.ended(happen(), sender, flight.undo ? 'undone' : 'succeeded'),
      );
    } else {
      add(`${what} happens although ${nameOfWorker(sender)} has stopped it`, () =>
        this.driver.ended(happen(), sender, failed),
      );
    }
    if (stage === 'aborted') {
      add(`${what} does not happen: it was stopped`, () => this.driver.ended(without(state, flight), sender, failed));
    }
    if (stage === 'acting' && state.left.failures > 0 && !flight.undo && !isFenced) {
      const left = less(state.left, 'failures');
      const fail = (on: State): State => this.driver.ended({ ...on, left }, sender, 'failed');
      add(`${what} fails`, () => fail(without(state, flight)), false);
      add(`${what} happens, and is said to have failed`, () => fail(happen()), false);
    }
  }

  private isFenced({ fence }: State, { epoch }: Flight): boolean {
    return this.options.fencing !== 'none' && epoch < fence;
  }

  private happen(state: State, flight: Flight, inTime: boolean): State {
    const fence = this.options.fencing === 'none' ? state.fence : Math.max(state.fence, flight.epoch);
    const world = state.world.map((step, index) => {
      if (index !== flight.step) return step;
      if (flight.undo) return { ...step, present: false };
      return inTime
        ? { ...step, present: true, inTime: step.inTime + 1 }
        : { ...step, present: true, late: step.late + 1 };
    });
    return { ...without(state, flight), fence, world };
  }

  private nameOf({ step, undo, epoch }: Flight): string {
    return `${undo ? 'the undoing of ' : ''}${this.options.runbook.steps[step]!.id} under epoch ${epoch}`;
  }
}

/** Index of the worker that waits for what it has sent; -1: nobody does. */
function senderOf({ epoch, step, undo }: Flight, { workers }: State): number {
  return workers.findIndex(
    (worker) =>
      worker.epoch === epoch &&
      worker.step === step &&
      (worker.how === 'undo') === undo &&
      (worker.stage === 'acting' || worker.stage === 'aborted'),
  );
}

function without(state: State, flight: Flight): State {
  return { ...state, flights: state.flights.filter((other) => other !== flight) };
}
