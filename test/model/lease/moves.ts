import type { State } from './state.js';

/** Takes a move that is possible. A move that is not fair may never happen, however long it is possible. */
export type Add = (label: string, to: () => State, fair?: boolean) => void;

/** Moves of one kind: those of time, of workers, of what is on its way, of people. */
export interface Moves {
  addTo(add: Add, state: State): void;
}
