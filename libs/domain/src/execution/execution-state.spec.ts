import { describe, expect, it } from '@jest/globals';
import { runbook, step } from '../testing/runbooks.js';
import { foldJournal, UnknownStepError, type ExecutionState } from './execution-state.js';
import type { JournalEntry } from './journal-entry.js';
import { IllegalTransitionError } from './transitions.js';

const book = runbook([step('a'), step('b')]);
const FAILURE = { code: 'broken', message: 'broken', details: {} };
const by = { by: 'ann', comment: 'because' };

/** Each entry a second after the one before. */
function fold(...entries: readonly JournalEntry[]): ExecutionState {
  const records = entries.map((entry, index) => ({ seq: index + 1, epoch: 7, at: new Date(index * 1_000), entry }));
  return foldJournal('failover_1', book, records);
}

const requested: JournalEntry = { type: 'execution_requested', by: 'ann', data: {} };
const started: JournalEntry = { type: 'execution_started' };
const begin = (stepId = 'a', attempt = 1): JournalEntry => ({ type: 'step_started', stepId, attempt });
const succeed = (stepId = 'a'): JournalEntry => ({
  type: 'step_succeeded',
  stepId,
  output: { lsn: '0/1' },
  durationMs: 5,
  foundDone: false,
});
const fail = (stepId = 'a'): JournalEntry => ({ type: 'step_failed', stepId, error: FAILURE, durationMs: 5 });
const end = (status: 'completed' | 'failed' | 'rolled_back'): JournalEntry => ({
  type: 'execution_ended',
  status,
  error: null,
  outcome: null,
});

describe('folding a journal', () => {
  it('an empty journal is an execution that waits', () => {
    expect(fold()).toMatchObject({ status: 'pending', lastSeq: 0, requestedAt: null });
  });

  it('keeps when things happened, and what came of them', () => {
    const state = fold(requested, started, begin(), succeed(), begin('b'), succeed('b'), end('completed'));
    expect(state).toMatchObject({
      status: 'completed',
      requestedAt: new Date(0),
      startedAt: new Date(1_000),
      endedAt: new Date(6_000),
      lastSeq: 7,
    });
    expect(state.steps.get('a')).toMatchObject({
      status: 'succeeded',
      attempts: 1,
      startedEpoch: 7,
      startedAt: new Date(2_000),
      endedAt: new Date(3_000),
      durationMs: 5,
      output: { lsn: '0/1' },
    });
  });

  it('a step that is done again begins anew, but remembers that it had begun', () => {
    const failed = [started, begin(), begin('a', 2), fail()] as const;
    expect(fold(...failed).steps.get('a')).toMatchObject({ status: 'failed', attempts: 2, error: FAILURE });
    const again = fold(...failed, { type: 'retry_requested', stepId: 'a', ...by }).steps.get('a');
    expect(again).toMatchObject({ status: 'pending', attempts: 0, endedAt: null, startedAt: new Date(1_000) });
    const done = fold(...failed, { type: 'retry_requested', stepId: 'a', ...by }, begin(), succeed()).steps.get('a');
    expect(done).toMatchObject({ status: 'succeeded', attempts: 1, error: null });
  });

  it('keeps who confirmed and who skipped, and why', () => {
    const waiting = [started, begin(), { type: 'step_waiting', stepId: 'a', task: 'press' }] as const;
    expect(fold(...waiting, { type: 'step_confirmed', stepId: 'a', ...by }).steps.get('a')).toMatchObject({
      status: 'succeeded',
      output: { confirmed_by: 'ann', comment: 'because' },
      durationMs: 2_000,
      error: null,
    });
    expect(fold(...waiting, { type: 'skip_requested', stepId: 'a', ...by }).steps.get('a')).toMatchObject({
      status: 'skipped',
      output: { skipped_by: 'ann', comment: 'because' },
    });
  });

  it('adds up the time that people took', () => {
    const paused: JournalEntry = { type: 'execution_paused', reason: 'failed_step', stepIds: ['a'] };
    const resumed: JournalEntry = { type: 'execution_resumed' };
    expect(fold(started, paused, requested, resumed, paused, resumed)).toMatchObject({
      status: 'running',
      pausedMs: 3_000,
      pausedAt: null,
      pauseReason: null,
    });
    expect(fold(started, paused)).toMatchObject({ status: 'paused', pauseReason: 'failed_step', pausedMs: 0 });
  });

  it('a cancel stands until it is refused, and comes too late for one that is over', () => {
    const cancel: JournalEntry = { type: 'cancel_requested', ...by };
    expect(fold(started, cancel).cancelRequested).toBe(true);
    expect(fold(started, cancel, { type: 'cancel_refused', why: 'too late' }).cancelRequested).toBe(false);
    expect(fold(started, end('failed'), cancel).cancelRequested).toBe(false);
  });

  it.each<[string, readonly JournalEntry[]]>([
    ['a step begins before the execution', [begin()]],
    [
      'a step begins while the execution is paused',
      [started, { type: 'execution_paused', reason: 'approval', stepIds: [] }, begin()],
    ],
    ['a step begins after the end', [started, end('completed'), begin()]],
    ['a step succeeds after the end', [started, begin(), end('failed'), succeed()]],
    ['a step succeeds that did not begin', [started, succeed()]],
    [
      'an attempt fails that did not begin',
      [started, { type: 'step_attempt_failed', stepId: 'a', attempt: 1, error: FAILURE, retryInMs: 1 }],
    ],
    ['a step begins that has succeeded', [started, begin(), succeed(), begin()]],
    [
      'a step is undone while the execution runs',
      [started, begin(), succeed(), { type: 'step_undone', stepId: 'a', output: {} }],
    ],
    [
      'somebody skips a step after the end',
      [started, begin(), fail(), end('failed'), { type: 'skip_requested', stepId: 'a', ...by }],
    ],
    ['it ends twice', [started, end('completed'), end('completed')]],
    ['it starts twice', [started, started]],
    ['it rolls back without saying so', [started, end('rolled_back')]],
  ])('refuses a journal in which %s', (_, entries) => {
    expect(() => fold(...entries)).toThrow(IllegalTransitionError);
    expect(() => fold(...entries.slice(0, -1))).not.toThrow();
  });

  it('refuses a journal that names a step which is not in the runbook', () => {
    expect(() => fold(started, begin('nobody'))).toThrow(UnknownStepError);
  });
});
