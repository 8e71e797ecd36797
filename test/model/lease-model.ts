import { isTerminal } from '#domain/execution/transitions.js';
import { Violation, type Model, type Move } from './explorer.js';
import { INVARIANTS } from './invariants.js';
import { JournalModel } from './journal-model.js';
import { AppendMoves } from './lease/append-moves.js';
import { Driver } from './lease/driver.js';
import { isDue } from './lease/due.js';
import { FlightMoves } from './lease/flight-moves.js';
import type { Add, Moves } from './lease/moves.js';
import type { ModelOptions } from './lease/options.js';
import { RequestMoves } from './lease/request-moves.js';
import { StateKeys } from './lease/state-keys.js';
import { IDLE, type State } from './lease/state.js';
import { StepMoves } from './lease/step-moves.js';
import { TimeMoves } from './lease/time-moves.js';
import { WorkerMoves } from './lease/worker-moves.js';

/**
 * Workers, a store, a world and a person, with every move that the product's rules allow in every order. Freezing is
 * no state of its own: any worker may make no move for as long as the others like, between any two of its moves.
 */
export class LeaseModel implements Model<State> {
  readonly initial: State;
  private readonly journal: JournalModel;
  private readonly kinds: readonly Moves[];
  private readonly keys = new StateKeys();

  constructor(private readonly options: ModelOptions) {
    const { runbook, workers, freezes, deaths, stops, losses, failures, requests } = options;
    const journal = new JournalModel(runbook);
    const driver = new Driver(options, journal);
    this.journal = journal;
    this.kinds = [
      new TimeMoves(options),
      new WorkerMoves(options, journal, driver, new StepMoves(options, journal, driver)),
      new AppendMoves(options, journal, driver),
      new FlightMoves(options, driver),
      new RequestMoves(options, journal),
    ];
    this.initial = {
      execution: journal.first,
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
    const add: Add = (label, to, fair = true) => {
      try {
        moves.push({ label, to: this.checked(to()), fair });
      } catch (error) {
        throw error instanceof Violation ? new Violation(error.invariant, error.message, label) : error;
      }
    };
    for (const kind of this.kinds) kind.addTo(add, state);
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
    if (isHeld || isDue(state, status)) return false;
    const { park, entries } = this.journal.turn(state.execution, false, null, -1, false);
    INVARIANTS.rest(park && entries.length === 0 && !cancelRequested);
    return true;
  }

  key(state: State): string {
    return this.keys.of(state);
  }

  private checked(state: State): State {
    INVARIANTS.always(this.options, state);
    return state;
  }
}
