import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.js';
import type { Runbook, RunbookStep } from '../runbook/runbook.js';
import { runbook, step } from '../testing/runbooks.js';
import { decide } from './decide.js';
import { foldJournal } from './execution-state.js';
import {
  ACTION_NAMES,
  allowedActions,
  allowedStepActions,
  entriesFor,
  personForbids,
  stateForbids,
  type Intervention,
  type Situation,
} from './interventions.js';
import type { JournalEntry } from './journal-entry.js';

const FAILURE = { code: 'broken', message: 'broken', details: {} };
const said = { by: 'bob', comment: 'because' };
const requested: JournalEntry = { type: 'execution_requested', by: 'ann', data: {} };
const started: JournalEntry = { type: 'execution_started' };
const begin = (stepId: string): JournalEntry => ({ type: 'step_started', stepId, attempt: 1 });
const succeed = (stepId: string): JournalEntry => ({
  type: 'step_succeeded',
  stepId,
  output: {},
  durationMs: 1,
  foundDone: false,
});
const fail = (stepId: string): JournalEntry => ({ type: 'step_failed', stepId, error: FAILURE, durationMs: 1 });
const doubt = (stepId: string): JournalEntry => ({ type: 'step_in_doubt', stepId, detail: 'nobody knows' });
const wait = (stepId: string): JournalEntry => ({ type: 'step_waiting', stepId, task: 'look' });
const paused = (reason: 'approval' | 'failed_step' | 'in_doubt' | 'operator'): JournalEntry => ({
  type: 'execution_paused',
  reason,
  stepIds: [],
});
const approve = (by: string): Intervention => ({ type: 'step_approved', stepId: 'a', by, comment: '' });

/** Each entry a second after the one before; now is when the last one was written. */
function situation(book: Runbook, ...entries: readonly JournalEntry[]): Situation {
  const records = entries.map((entry, index) => ({ seq: index + 1, epoch: 1, at: new Date(index * 1_000), entry }));
  return {
    runbook: book,
    state: foldJournal('failover_1', book, records),
    now: new Date((entries.length - 1) * 1_000),
  };
}

function approvalStep(approvals: JsonObject, rest: Partial<RunbookStep> = {}): RunbookStep {
  return step('a', { action: 'manual', inputs: { task: 'approve', approvals }, ...rest });
}

const book = runbook([
  step('check', { whenUngraceful: 'skip', policy: { onFailure: 'rollback' } }),
  step('fence', { undoable: true, whenUngraceful: { inputs: { required: false } }, policy: { onFailure: 'rollback' } }),
  step('promote', { dependsOn: ['fence'], pointOfNoReturn: true }),
]);

const steps = (at: Situation, id: string) => allowedStepActions(at, id);

describe('what people may ask for', () => {
  it.each<[string, readonly JournalEntry[], readonly string[]]>([
    ['was just accepted', [], ['pause', 'cancel', 'rollback']],
    ['runs', [started, begin('check')], ['pause', 'cancel', 'rollback']],
    ['is to be paused', [started, { type: 'pause_requested', ...said }], ['resume', 'cancel', 'rollback']],
    [
      'was paused by an operator',
      [started, { type: 'pause_requested', ...said }, paused('operator')],
      ['resume', 'cancel', 'rollback', 'switch-to-ungraceful'],
    ],
    ['waits for an approval', [started, paused('approval')], ['pause', 'cancel', 'rollback', 'switch-to-ungraceful']],
    [
      'was switched',
      [started, paused('approval'), { type: 'ungraceful_requested', ...said }],
      ['pause', 'cancel', 'rollback'],
    ],
    ['may have promoted', [started, begin('promote')], ['pause']],
    ['may have promoted, and waits', [started, begin('promote'), doubt('promote'), paused('in_doubt')], ['pause']],
    ['rolls back', [started, { type: 'rollback_started', cause: 'operator' }], []],
    ['is over', [started, { type: 'execution_ended', status: 'failed', error: null, outcome: null }], []],
  ])('of an execution that %s', (_, entries, allowed) => {
    expect(allowedActions(situation(book, requested, ...entries))).toEqual(allowed);
  });

  it.each<[string, readonly JournalEntry[], readonly string[]]>([
    ['has not begun', [], []],
    ['runs', [begin('check')], []],
    ['waits', [begin('check'), wait('check')], ['confirm', 'skip']],
    ['has failed', [begin('check'), fail('check')], ['retry', 'skip']],
    ['is in doubt', [begin('check'), doubt('check')], ['retry', 'skip', 'resolve']],
    ['has succeeded', [begin('check'), succeed('check')], []],
  ])('of a step that %s', (_, entries, allowed) => {
    expect(steps(situation(book, requested, started, ...entries), 'check')).toEqual(allowed);
  });

  it('only a planned failover can be switched', () => {
    const other = runbook([step('check')]);
    const refusal = stateForbids(situation(other, started, paused('approval')), { type: 'ungraceful_requested' });
    expect(refusal).toMatchObject({ code: 'state_conflict' });
  });

  it('says where to go instead', () => {
    const needed = runbook([approvalStep({ required: 1 })]);
    const waiting = [requested, started, begin('a'), wait('a')] as const;
    expect(stateForbids(situation(needed, ...waiting), { type: 'step_confirmed', stepId: 'a' })).toMatchObject({
      code: 'state_conflict',
      message: expect.stringContaining('approve'),
    });
    const task = runbook([step('a')]);
    expect(stateForbids(situation(task, ...waiting), { type: 'step_approved', stepId: 'a' })).toMatchObject({
      message: expect.stringContaining('confirm'),
    });
  });

  it('every action has a name of its own', () => {
    expect(new Set(Object.values(ACTION_NAMES)).size).toBe(Object.keys(ACTION_NAMES).length);
  });
});

describe('approvals', () => {
  const needed = runbook([
    approvalStep({ required: 2, role: 'approver', exclude_initiator: true, timeout: 10 }),
    step('b', { dependsOn: ['a'] }),
  ]);
  const waiting = [requested, started, begin('a'), wait('a')] as const;

  it('a step that needs them is approved or declined, and neither confirmed nor skipped', () => {
    expect(steps(situation(needed, ...waiting), 'a')).toEqual(['approve', 'decline']);
    expect(steps(situation(needed, ...waiting, { type: 'step_declined', stepId: 'a', ...said }), 'a')).toEqual([
      'retry',
    ]);
  });

  it('count for people of the role, each once, and not for whoever has asked', () => {
    const at = situation(needed, ...waiting, approve('bob'));
    const refusals = (by: string, roles: readonly string[]) => personForbids(at, approve(by), roles)?.code ?? null;
    expect(refusals('cora', ['approver'])).toBe(null);
    expect(refusals('cora', ['admin', 'operator'])).toBe('approval_role_missing');
    expect(refusals('ann', ['approver'])).toBe('initiator_excluded');
    expect(refusals('bob', ['approver'])).toBe('already_approved');
    // Whoever has approved may think better of it.
    expect(personForbids(at, { type: 'step_declined', stepId: 'a', ...said }, ['approver'])).toBe(null);
  });

  it('of as many people as it takes let the execution go on, and are kept', () => {
    const one = situation(needed, ...waiting, approve('bob'));
    expect(decide(needed, one.state, new Set())).toMatchObject({
      park: true,
      record: [{ type: 'execution_paused', reason: 'approval', wakeAt: new Date(13_000).toISOString() }],
    });
    const two = situation(needed, ...waiting, approve('bob'), approve('cora'));
    expect(stateForbids(two, { type: 'step_approved', stepId: 'a' })).toMatchObject({ code: 'state_conflict' });
    const [entry] = decide(needed, two.state, new Set()).record;
    expect(entry).toMatchObject({
      type: 'step_succeeded',
      output: {
        approved_by: [
          { by: 'bob', at: new Date(4_000).toISOString(), comment: '' },
          { by: 'cora', at: new Date(5_000).toISOString(), comment: '' },
        ],
      },
      durationMs: 3_000,
    });
    const after = situation(needed, ...waiting, approve('bob'), approve('cora'), entry!);
    expect(decide(needed, after.state, new Set()).start.map(({ id }) => id)).toEqual(['b']);
  });

  it('are not taken any more once it is too late', () => {
    const late = { ...situation(needed, ...waiting), now: new Date(13_000) };
    expect(stateForbids(late, { type: 'step_approved', stepId: 'a' })).toMatchObject({
      message: expect.stringContaining('too late'),
    });
    expect(stateForbids({ ...late, now: new Date(12_999) }, { type: 'step_approved', stepId: 'a' })).toBe(null);
  });

  it.each<[string, JournalEntry, string]>([
    ['declined', { type: 'step_declined', stepId: 'a', ...said }, 'approval_declined'],
    ['not given in time', { type: 'approval_expired', stepId: 'a' }, 'approval_expired'],
  ])('that were %s let the step fail, and its policy says what then', (_, entry, code) => {
    const { state } = situation(needed, ...waiting, paused('approval'), entry);
    expect(state.steps.get('a')).toMatchObject({ status: 'failed', error: { code } });
    expect(decide(needed, state, new Set()).record.at(-1)).toMatchObject({ reason: 'failed_step', stepIds: ['a'] });
    const back = runbook([approvalStep({ required: 2 }, { policy: { ...step('x').policy, onFailure: 'rollback' } })]);
    const rolled = situation(back, ...waiting, paused('approval'), entry);
    expect(decide(back, rolled.state, new Set()).end).toMatchObject({ status: 'failed', error: { code } });
  });

  it('that were asked for again begin at none', () => {
    const again = [
      ...waiting,
      approve('bob'),
      { type: 'step_declined', stepId: 'a', ...said },
      { type: 'retry_requested', stepId: 'a', ...said },
      begin('a'),
      wait('a'),
    ] as const;
    expect(situation(needed, ...again).state.steps.get('a')).toMatchObject({ approvals: [], status: 'waiting' });
  });

  it('a requirement that can not be read is none, and lets nobody approve', () => {
    const garbled = runbook([approvalStep({ required: '{{parameters.n}}' })]);
    expect(steps(situation(garbled, ...waiting), 'a')).not.toContain('approve');
  });
});

describe('a pause', () => {
  const pause: JournalEntry = { type: 'pause_requested', ...said };

  it('before anything has begun holds the execution at its beginning', () => {
    const { record, start, park } = decide(book, situation(book, requested, pause).state, new Set());
    expect({ record, start, park }).toEqual({
      record: [{ type: 'execution_started' }, { type: 'execution_paused', reason: 'operator', stepIds: [] }],
      start: [],
      park: true,
    });
  });

  it('lets what runs come to its end, and holds what would follow, also a rollback', () => {
    const running = situation(book, requested, started, begin('check'), pause);
    expect(decide(book, running.state, new Set(['check']))).toMatchObject({ record: [], start: [], abort: false });
    const failed = situation(book, requested, started, begin('check'), pause, fail('check'));
    expect(decide(book, failed.state, new Set()).record).toEqual([
      { type: 'execution_paused', reason: 'operator', stepIds: [] },
    ]);
    const resumed = situation(book, requested, started, begin('check'), pause, fail('check'), {
      type: 'resume_requested',
      ...said,
    });
    expect(decide(book, resumed.state, new Set()).end).toMatchObject({ status: 'failed' });
  });

  it('while it waits for something else stands behind that', () => {
    const tasks = runbook([step('a'), step('b', { dependsOn: ['a'] })]);
    const waiting = [requested, started, begin('a'), wait('a'), paused('approval'), pause] as const;
    expect(decide(tasks, situation(tasks, ...waiting).state, new Set())).toMatchObject({ record: [], park: true });
    const confirmed = [...waiting, { type: 'step_confirmed', stepId: 'a', ...said }] as const;
    expect(decide(tasks, situation(tasks, ...confirmed).state, new Set())).toMatchObject({
      record: [{ type: 'execution_resumed' }, { type: 'execution_paused', reason: 'operator' }],
      start: [],
    });
    const resumed = situation(tasks, ...confirmed, { type: 'resume_requested', ...said });
    expect(decide(tasks, resumed.state, new Set()).start.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('a step in doubt', () => {
  const inDoubt = [requested, started, begin('promote'), doubt('promote'), paused('in_doubt')] as const;
  const resolve = (resolution: 'done' | 'redo' | 'skip'): JournalEntry => ({
    type: 'doubt_resolved',
    stepId: 'promote',
    resolution,
    ...said,
  });
  const promotion = runbook([step('promote', { pointOfNoReturn: true })]);
  const after = (...entries: readonly JournalEntry[]) =>
    decide(promotion, situation(promotion, ...inDoubt, ...entries).state, new Set());

  it('that is done moves the authority once, and the end says that a person said so', () => {
    expect(after(resolve('done')).record).toEqual([{ type: 'authority_moved', to: 'secondary' }]);
    const ended = after(resolve('done'), { type: 'authority_moved', to: 'secondary' });
    expect(ended.record).toEqual([{ type: 'execution_resumed' }]);
    expect(ended.end).toEqual({ status: 'completed_with_exceptions', error: null });
  });

  it('is done again, or passed over', () => {
    expect(after(resolve('redo')).start.map(({ id }) => id)).toEqual(['promote']);
    expect(after(resolve('skip')).end).toMatchObject({ status: 'completed_with_exceptions' });
  });

  it('is the only one that can be resolved', () => {
    expect(() => situation(promotion, requested, started, begin('promote'), resolve('done'))).toThrow();
  });
});

describe('a rollback that is asked for', () => {
  const ask: JournalEntry = { type: 'rollback_requested', ...said };

  it('undoes what was begun, and ends as rolled back', () => {
    const { state } = situation(book, requested, started, begin('fence'), succeed('fence'), ask);
    expect(decide(book, state, new Set()).record).toEqual([{ type: 'rollback_started', cause: 'operator' }]);
    const rolling: JournalEntry = { type: 'rollback_started', cause: 'operator' };
    const undone: JournalEntry = { type: 'step_undone', stepId: 'fence', output: {} };
    const done = situation(book, requested, started, begin('fence'), succeed('fence'), ask, rolling, undone);
    expect(decide(book, done.state, new Set()).end).toEqual({ status: 'rolled_back', error: null });
  });

  it('ends so as well when there is nothing to undo', () => {
    const { state } = situation(book, requested, ask);
    expect(decide(book, state, new Set()).record).toEqual([
      { type: 'execution_started' },
      { type: 'rollback_started', cause: 'operator' },
    ]);
  });

  it('is refused where a promotion may have begun before it was read', () => {
    const { state } = situation(book, requested, started, begin('promote'), ask);
    expect(decide(book, state, new Set()).record.map(({ type }) => type)).toEqual(['cancel_refused']);
  });
});

describe('a switch to ungraceful', () => {
  const ask: Intervention = { type: 'ungraceful_requested', ...said };

  it('skips what only a graceful failover needs, tries the rest again in the other way, and goes on', () => {
    const held = [requested, started, { type: 'pause_requested', ...said } as const, begin('check'), fail('check')];
    const at = situation(book, ...held, begin('fence'), fail('fence'), paused('operator'));
    const entries = entriesFor(at, ask);
    expect(entries).toEqual([
      ask,
      { type: 'skip_requested', stepId: 'check', ...said },
      { type: 'retry_requested', stepId: 'fence', ...said },
    ]);
    const { state } = situation(book, ...held, begin('fence'), fail('fence'), paused('operator'), ...entries, {
      type: 'resume_requested',
      ...said,
    });
    const [fence] = decide(book, state, new Set()).start;
    expect(fence).toMatchObject({ id: 'fence', inputs: { required: false } });
  });

  it('without those entries lets nothing fail that only a graceful failover needs', () => {
    const { state } = situation(book, requested, started, begin('check'), fail('check'), ask);
    expect(decide(book, state, new Set()).start.map(({ id }) => id)).toEqual(['fence']);
  });
});
