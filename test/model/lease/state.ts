import type { Result, Turn } from '../journal-model.js';

export interface Worker {
  /** `acquired`: has the lease and not yet the journal. `appending`: waits for the store's answer. */
  readonly phase: 'idle' | 'acquired' | 'waiting' | 'appending' | 'releasing' | 'gone';
  readonly epoch: number;
  /** Ticks for which it still trusts its lease. */
  readonly trust: number;
  /** Its clock has lost a tick already. */
  readonly slow: boolean;
  /** The state that it knows, and whether the store knows a newer one. */
  readonly tail: number;
  readonly behind: boolean;
  /** It has decided on the newest request: what it releases the lease with. */
  readonly covers: boolean;
  readonly stopping: boolean;
  /** The step that it runs. */
  readonly step: number;
  /** `acting`: waits for what it has sent to the world. `aborted`: the same, and was told to stop. */
  readonly stage: 'none' | 'probe' | 'check' | 'acting' | 'aborted';
  readonly how: 'apply' | 'recover' | 'redo' | 'undo';
}

/** An append on its way to the store, whether or not anybody still waits for its answer. */
export interface Append {
  readonly epoch: number;
  readonly behind: boolean;
  readonly tail: number;
  readonly turn: Turn;
  /** What the turn reported: it is reported again when the store refuses. */
  readonly reported: Reported;
}

interface Ended {
  readonly step: number;
  readonly result: Result;
}

export interface Reported {
  readonly opening: boolean;
  readonly ended: Ended | null;
}

/** Something sent to the world, whether or not anybody still waits for its answer. */
export interface Flight {
  readonly epoch: number;
  readonly step: number;
  readonly undo: boolean;
}

interface StepInWorld {
  readonly present: boolean;
  /** Effects while their sender held the lease and waited for them; and those that came later. */
  readonly inTime: number;
  readonly late: number;
  readonly retries: number;
}

export interface State {
  readonly execution: number;
  readonly epoch: number;
  readonly owned: boolean;
  readonly lease: number;
  /** A person has asked for something that no holder has decided on: request_seq > seen_seq. */
  readonly unseen: boolean;
  readonly cancelAccepted: boolean;
  readonly workers: readonly Worker[];
  readonly appends: readonly Append[];
  readonly flights: readonly Flight[];
  readonly world: readonly StepInWorld[];
  /** Newest epoch that the world knows. */
  readonly fence: number;
  /** How often each of these may still happen. */
  readonly left: {
    readonly freezes: number;
    readonly deaths: number;
    readonly stops: number;
    readonly losses: number;
    readonly failures: number;
    readonly cancel: number;
    readonly retry: number;
    readonly skip: number;
  };
}

export const IDLE: Worker = {
  phase: 'idle',
  epoch: -1,
  trust: 0,
  slow: false,
  tail: 0,
  behind: false,
  covers: false,
  stopping: false,
  step: -1,
  stage: 'none',
  how: 'apply',
};
export const GONE: Worker = { ...IDLE, phase: 'gone' };

/** Of a worker that runs no step. */
export const AT_REST = { step: -1, stage: 'none', how: 'apply' } as const;

/** The same but for one worker. */
export function withWorker(state: State, index: number, change: Partial<Worker>): State {
  return { ...state, workers: state.workers.map((worker, at) => (at === index ? { ...worker, ...change } : worker)) };
}

export function nameOfWorker(index: number): string {
  return `worker ${String.fromCharCode(65 + index)}`;
}

export function less<K extends keyof State['left']>(left: State['left'], what: K): State['left'] {
  return { ...left, [what]: left[what] - 1 };
}
