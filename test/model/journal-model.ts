import { decide } from '#domain/execution/decide.js';
import { applyRecord, initialState, type ExecutionState } from '#domain/execution/execution-state.js';
import type { EngineEntry, JournalEntry } from '#domain/execution/journal-entry.js';
import { IllegalTransitionError } from '#domain/execution/transitions.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { Violation } from './explorer.js';

/** How a step that a worker has begun came out; `abandoned`: stopped because its worker lets go, nothing is told. */
export type Result = 'succeeded' | 'failed' | 'in_doubt' | 'undone' | 'undo_failed' | 'abandoned';

/** What a driver reports and decides in one turn of its loop. */
export interface Turn {
  /** Written in one append before anything of it begins; none: nothing is written. */
  readonly entries: readonly EngineEntry[];
  /** Index of the step to begin, and how. */
  readonly begin: { readonly step: number; readonly how: 'apply' | 'recover' | 'redo' | 'undo' } | null;
  /** A worker that hands over reports, and decides nothing. */
  readonly decided: boolean;
  readonly abort: boolean;
  readonly park: boolean;
  readonly announced: boolean;
}

export const FOLDS = 'the journal is a valid history';

const AT = new Date(0);

/**
 * The journal of the model. Entries are folded and decided on by the product's own code; states of an execution are
 * kept once and known by number, so that the explorer compares numbers.
 */
export class JournalModel {
  private readonly states: ExecutionState[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly turns = new Map<string, Turn>();
  readonly first: number;

  constructor(readonly runbook: Runbook) {
    this.first = this.numberOf(initialState('execution', runbook));
  }

  at(number: number): ExecutionState {
    return this.states[number]!;
  }

  /** @throws Violation when an entry does not follow from what is there. */
  after(number: number, entries: readonly JournalEntry[]): number {
    try {
      const to = entries.reduce(
        (state, entry) => applyRecord(state, { seq: 0, epoch: null, at: AT, entry }),
        this.at(number),
      );
      return this.numberOf(to);
    } catch (error) {
      if (error instanceof IllegalTransitionError) throw new Violation(FOLDS, error.message);
      throw error;
    }
  }

  /** What ExecutionDriver.loop reports and decides. */
  turn(
    tail: number,
    opening: boolean,
    ended: { readonly step: number; readonly result: Result } | null,
    active: number,
    stopping: boolean,
  ): Turn {
    const key = `${tail} ${opening} ${ended?.step} ${ended?.result} ${active} ${stopping}`;
    const known = this.turns.get(key);
    if (known) return known;
    const turn = this.decideTurn(tail, opening, ended, active, stopping);
    this.turns.set(key, turn);
    return turn;
  }

  private decideTurn(
    tail: number,
    opening: boolean,
    ended: { readonly step: number; readonly result: Result } | null,
    active: number,
    stopping: boolean,
  ): Turn {
    const reported: EngineEntry[] = opening ? [{ type: 'lease_acquired', owner: 'worker' }] : [];
    if (ended) reported.push(...this.reportOf(ended.step, ended.result));
    const ahead = this.at(this.after(tail, reported));
    if (stopping)
      return { entries: reported, begin: null, decided: false, abort: false, park: false, announced: false };
    const steps = this.runbook.steps;
    const decision = decide(this.runbook, ahead, new Set(active < 0 ? [] : [steps[active]!.id]));
    const announced: EngineEntry[] = [...decision.record];
    let begin: Turn['begin'] = null;
    for (const step of decision.start) {
      const begunBefore = ahead.steps.get(step.id)!.startedAt !== null;
      announced.push({ type: 'step_started', stepId: step.id, attempt: 1 });
      begin = { step: steps.indexOf(step), how: begunBefore ? 'redo' : 'apply' };
    }
    for (const step of decision.recover) {
      announced.push({ type: 'step_started', stepId: step.id, attempt: ahead.steps.get(step.id)!.attempts });
      begin = { step: steps.indexOf(step), how: 'recover' };
    }
    if (decision.undo) {
      announced.push({ type: 'step_undo_started', stepId: decision.undo.id });
      begin = { step: steps.indexOf(decision.undo), how: 'undo' };
    }
    if (decision.end) announced.push({ type: 'execution_ended', ...decision.end, outcome: null });
    return {
      entries: [...reported, ...announced],
      begin,
      decided: true,
      abort: decision.abort,
      park: decision.park,
      announced: announced.length > 0,
    };
  }

  private reportOf(step: number, result: Result): readonly EngineEntry[] {
    const stepId = this.runbook.steps[step]!.id;
    switch (result) {
      case 'succeeded':
        return [{ type: 'step_succeeded', stepId, output: {}, durationMs: 0, foundDone: false }];
      case 'failed':
        return [{ type: 'step_failed', stepId, error: { code: 'broken', message: '', details: {} }, durationMs: 0 }];
      case 'in_doubt':
        return [{ type: 'step_in_doubt', stepId, detail: '' }];
      case 'undone':
        return [{ type: 'step_undone', stepId, output: {} }];
      case 'undo_failed':
        return [{ type: 'step_undo_failed', stepId, error: { code: 'broken', message: '', details: {} } }];
      case 'abandoned':
        return [];
    }
  }

  private numberOf(state: ExecutionState): number {
    const steps = [...state.steps.values()].map(
      (step) =>
        `${step.status}${step.attempts}${step.startedAt !== null}${step.undoStarted}${step.undoError !== null}${step.error !== null}`,
    );
    const { status, pauseReason, cancelRequested, timedOut, rollbackCause } = state;
    const key = [status, pauseReason, cancelRequested, timedOut, rollbackCause, ...steps].join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.states.length);
    return this.states.push(state) - 1;
  }
}
