import { expect, test } from '@jest/globals';
import type { RunResult } from './run-result.js';
import { AGREEMENT_MS, checks } from './verdict.js';

const good: RunResult = {
  type: 'planned',
  edge: 'builtin',
  planId: 'plan_1',
  execution: {
    execution_id: 'failover_1',
    status: 'completed',
    progress: 100,
    execution_mode: 'live',
    requested_at: '2030-01-01T00:00:00.000Z',
    started_at: '2030-01-01T00:00:00.000Z',
    completed_at: '2030-01-01T00:00:01.000Z',
    steps: [],
    measurements: { rto_ms: 800, rpo_ms: 0 },
    error: null,
  },
  failover: { status: 'completed', verification: { status: 'passed' } },
  targets: { rtoMs: 300_000, rpoMs: 60_000 },
  outageMs: 400,
  acknowledged: 100,
  clientErrors: new Map(),
  loss: { lost: [], lossWindowMs: 0 },
  writableSites: ['vancouver'],
  expectedSite: 'vancouver',
};

const site: Partial<RunResult> = { type: 'unplanned', loss: { lost: [7, 8], lossWindowMs: 500 } };
const lossy: RunResult = { ...good, ...site, execution: withMeasured({ rto_ms: 800, rpo_ms: 450 }) };

function withMeasured(measurements: RunResult['execution']['measurements']): RunResult['execution'] {
  return { ...good.execution, measurements };
}

function failing(result: RunResult): readonly string[] {
  return checks(result)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);
}

test('good runs hold', () => {
  expect(failing(good)).toEqual([]);
  expect(failing(lossy)).toEqual([]);
});

test.each<[string, RunResult, RegExp]>([
  [
    'a status that is less than completed',
    { ...good, execution: { ...good.execution, status: 'paused' } },
    /completed/,
  ],
  ['a simulation', { ...good, execution: { ...good.execution, execution_mode: 'simulation' } }, /for real/],
  ['a verification that did not pass', { ...good, failover: { status: 'completed', verification: null } }, /verified/],
  ['two primaries', { ...good, writableSites: ['toronto', 'vancouver'] }, /alone/],
  ['no primary', { ...good, writableSites: [] }, /alone/],
  ['the wrong primary', { ...good, writableSites: ['toronto'] }, /alone/],
  ['a lost write in a planned run', { ...good, loss: { lost: [3], lossWindowMs: 1 } }, /no acknowledged write lost/],
  ['a missed RTO', { ...good, execution: withMeasured({ rto_ms: 300_001, rpo_ms: 0 }) }, /RTO/],
  ['an RTO that was not measured', { ...good, execution: withMeasured({ rto_ms: null, rpo_ms: 0 }) }, /RTO/],
  ['an unplanned run without a loss to measure', { ...lossy, loss: { lost: [], lossWindowMs: 400 } }, /cost writes/],
  [
    'a canary that saw more loss than there was',
    { ...lossy, execution: withMeasured({ rto_ms: 1, rpo_ms: 501 + AGREEMENT_MS }) },
    /agree/,
  ],
  [
    'a canary that saw less loss than there was',
    { ...lossy, execution: withMeasured({ rto_ms: 1, rpo_ms: 499 - AGREEMENT_MS }) },
    /agree/,
  ],
])('%s does not hold', (_what, result, expected) => {
  expect(failing(result)).toHaveLength(1);
  expect(failing(result)[0]).toMatch(expected);
});

test('an RPO that was not measured meets and agrees with nothing', () => {
  expect(failing({ ...good, execution: withMeasured(null) })).toHaveLength(3);
});
