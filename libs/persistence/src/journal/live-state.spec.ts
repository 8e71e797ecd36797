import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyRecord, initialState } from '#domain/execution/execution-state.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import { IllegalTransitionError } from '#domain/execution/transitions.js';
import type { Runbook, RunbookStep } from '#domain/runbook/runbook.js';
import { advance, beforeFirst, JournalGapError, progressAfter, type LiveState } from './live-state.js';

const STEPS = ['a', 'b', 'c'];
const FAILURE = { code: 'broken', message: 'broken', details: {} };
const by = { by: 'ann', comment: 'because' };

const runbook = {
  steps: STEPS.map((id) => ({ id }) as unknown as RunbookStep),
} as unknown as Runbook;

const ofStep = fc
  .constantFrom(...STEPS)
  .chain((stepId) =>
    fc.constantFrom<JournalEntry>(
      { type: 'step_started', stepId, attempt: 1 },
      { type: 'step_attempt_failed', stepId, attempt: 1, error: FAILURE, retryInMs: 1 },
      { type: 'step_waiting', stepId, task: 'look' },
      { type: 'step_succeeded', stepId, output: {}, durationMs: 1, foundDone: false },
      { type: 'step_failed', stepId, error: FAILURE, durationMs: 1 },
      { type: 'step_in_doubt', stepId, detail: 'who knows' },
      { type: 'step_confirmed', stepId, ...by },
      { type: 'retry_requested', stepId, ...by },
      { type: 'skip_requested', stepId, ...by },
      { type: 'step_undone', stepId, output: {} },
    ),
  );
const entries = fc.oneof(
  { weight: 6, arbitrary: ofStep },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JournalEntry>(
      { type: 'execution_paused', reason: 'operator', stepIds: [] },
      { type: 'execution_resumed' },
      { type: 'rollback_started', cause: 'cancel' },
      { type: 'execution_ended', status: 'completed', error: null, outcome: null },
      { type: 'execution_ended', status: 'failed', error: FAILURE, outcome: null },
    ),
  },
);

/** Of random entries those that the state machine allows, one after the other. */
const journals = fc.array(entries, { maxLength: 80 }).map((drafts) => {
  let state = initialState('failover_1', runbook);
  const journal: JournalEntry[] = [];
  for (const entry of [{ type: 'execution_started' } as const, ...drafts]) {
    try {
      state = applyRecord(state, { seq: journal.length + 1, epoch: 1, at: new Date(0), entry });
      journal.push(entry);
    } catch (error) {
      if (!(error instanceof IllegalTransitionError)) throw error;
    }
  }
  return { journal, status: state.status };
});
const weights = fc
  .tuple(...STEPS.map(() => fc.integer({ min: 1, max: 100_000 })))
  .map((all) => Object.fromEntries(STEPS.map((id, index) => [id, all[index]!])));

describe('progress', () => {
  it('never falls in any legal journal, is whole, and is 100 only at a good end', () => {
    fc.assert(
      fc.property(journals, weights, ({ journal, status }, own) => {
        let state: LiveState = beforeFirst(own);
        let before = 0;
        journal.forEach((entry, index) => {
          state = advance(state, index + 1, entry, own);
          const progress = progressAfter(state);
          expect(Number.isInteger(progress)).toBe(true);
          expect(progress).toBeGreaterThanOrEqual(before);
          expect(progress === 100).toBe(state.status === 'completed');
          before = progress;
        });
        expect(state.status).toBe(status);
        expect(state.workOver).toBeLessThanOrEqual(state.workTotal);
      }),
      { numRuns: 500 },
    );
  });

  it('is not told from a journal with a hole', () => {
    expect(() => advance(beforeFirst({}), 2, { type: 'execution_started' }, {})).toThrow(JournalGapError);
  });
});
