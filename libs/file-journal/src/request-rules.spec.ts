import { expect, it } from '@jest/globals';
import { foldJournal, type ExecutionState } from '#domain/execution/execution-state.js';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import { runbook, step } from '#domain/testing/runbooks.js';
import { refusalOf } from './request-rules.js';

const book = runbook([
  step('a', { action: 'manual', inputs: { task: 'approve', approvals: { required: 2 } } }),
  step('b', { dependsOn: ['a'], pointOfNoReturn: true }),
]);
const said = { by: 'ann', comment: 'I looked' };
const now = new Date(60_000);

function after(...entries: readonly JournalEntry[]): ExecutionState {
  const all: readonly JournalEntry[] = [
    { type: 'execution_requested', by: 'ann', data: {} },
    { type: 'execution_started' },
    { type: 'step_started', stepId: 'a', attempt: 1 },
    ...entries,
  ];
  return foldJournal(
    'failover_1',
    book,
    all.map((entry, index) => ({ seq: index + 1, epoch: 1, at: new Date(index * 1_000), entry })),
  );
}

it('whoever is at the terminal confirms or skips what others would have approved', () => {
  const waiting = after({ type: 'step_waiting', stepId: 'a', task: 'approve' });
  expect(waiting.steps.get('a')!.approval).not.toBeNull();
  for (const type of ['step_confirmed', 'skip_requested'] as const) {
    expect(refusalOf(book, waiting, { type, stepId: 'a', ...said }, now)).toBeNull();
  }
});

it('everything else is judged as the service does', () => {
  const running = after();
  expect(refusalOf(book, running, { type: 'retry_requested', stepId: 'a', ...said }, now)).toContain(
    'step a is running',
  );
  expect(refusalOf(book, running, { type: 'step_confirmed', stepId: 'c', ...said }, now)).toBe('there is no step c');
  expect(refusalOf(book, running, { type: 'cancel_requested', ...said }, now)).toBeNull();
  const crossed = after(
    { type: 'step_waiting', stepId: 'a', task: 'approve' },
    { type: 'step_confirmed', stepId: 'a', ...said },
    { type: 'step_started', stepId: 'b', attempt: 1 },
  );
  expect(refusalOf(book, crossed, { type: 'cancel_requested', ...said }, now)).toContain('point of no return');
});
