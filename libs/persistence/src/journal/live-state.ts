import { progressOf } from '#domain/estimate/progress.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { StepWeights } from '#engine/ports.js';
import { projectEntries } from './projection.js';

/** How an execution stood after one of its entries. */
export interface LiveState {
  readonly seq: number;
  readonly status: ExecutionStatus;
  /** Sums of weights. */
  readonly workOver: number;
  readonly workTotal: number;
}

export function beforeFirst(weights: StepWeights): LiveState {
  const workTotal = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return { seq: 0, status: 'pending', workOver: 0, workTotal };
}

/** @throws JournalGapError when the entry is not the next one. */
export function advance(state: LiveState, seq: number, entry: JournalEntry, weights: StepWeights): LiveState {
  if (seq !== state.seq + 1) throw new JournalGapError(state.seq, seq);
  const { status, over } = projectEntries([entry]);
  return {
    ...state,
    seq,
    status: status ?? state.status,
    workOver: over.reduce((sum, id) => sum + (weights[id] ?? 0), state.workOver),
  };
}

/** Percent. */
export function progressAfter({ status, workOver, workTotal }: LiveState): number {
  return progressOf(status, workOver, workTotal);
}

/** An entry was read before the one that it follows: what is told of an execution would be wrong. */
export class JournalGapError extends Error {
  constructor(after: number, seq: number) {
    super(`entry ${seq} of a journal was read after entry ${after}`);
    this.name = 'JournalGapError';
  }
}
