import { describe, expect, it } from '@jest/globals';
import { runbook, step } from '../testing/runbooks.js';
import type { StepStatus } from '../execution/transitions.js';
import { estimate, estimateBeforehand, type StepStanding } from './estimate.js';
import { predictRto } from './rto-prediction.js';
import type { StepHistories } from './step-history.js';

const T0 = new Date('2026-01-01T00:00:00Z');
const later = (ms: number): Date => new Date(T0.getTime() + ms);
const histories: StepHistories = new Map([
  ['fence', { p50Ms: 100, p90Ms: 200, runs: 3 }],
  ['promote', { p50Ms: 1_000, p90Ms: 1_500, runs: 4 }],
  ['call', { p50Ms: 60_000, p90Ms: 90_000, runs: 5 }],
  ['verify', { p50Ms: 500, p90Ms: 500, runs: 6 }],
]);
const book = runbook(
  [
    step('fence'),
    step('promote', { dependsOn: ['fence'] }),
    step('call', { action: 'manual', dependsOn: ['fence'] }),
    step('verify', { dependsOn: ['promote'] }),
  ],
  { parallel: true },
);

function standing(status: StepStatus, startedMs: number | null = null, durationMs: number | null = null): StepStanding {
  const startedAt = startedMs === null ? null : later(startedMs);
  return { status, startedAt, completedAt: durationMs === null ? null : later(startedMs! + durationMs), durationMs };
}

describe('an estimate', () => {
  it('of a run that has not begun is its longest chain, with the part of people apart', () => {
    expect(estimateBeforehand(book, histories)).toMatchObject({
      criticalPath: ['fence', 'call'],
      remaining: { p50Ms: 60_100, p90Ms: 90_200, humanP50Ms: 60_000, humanP90Ms: 90_000 },
      basedOnRuns: 3,
      stepsWithoutHistory: [],
    });
  });

  it('of a run under way counts what is left, and what is over as it was', () => {
    const standings = new Map([
      ['fence', standing('succeeded', 0, 5_000)],
      ['promote', standing('running', 5_000)],
      ['call', standing('skipped')],
    ]);
    const { criticalPath, remaining } = estimate(book, 'running', standings, histories, later(5_400));
    expect(criticalPath).toEqual(['fence', 'promote', 'verify']);
    expect(remaining).toMatchObject({ p50Ms: 600 + 500, p90Ms: 1_100 + 500, humanP50Ms: 0 });
    // What takes longer than ever has no time left that anybody knows of.
    expect(estimate(book, 'running', standings, histories, later(99_000)).remaining).toMatchObject({ p50Ms: 500 });
  });

  it('is none where a step to be done has never succeeded', () => {
    const partly = new Map([...histories].filter(([id]) => id !== 'verify'));
    expect(estimateBeforehand(book, partly)).toEqual({
      criticalPath: null,
      remaining: null,
      basedOnRuns: 0,
      stepsWithoutHistory: ['verify'],
    });
  });

  it('of the recovery leaves out what comes after it and what may fail', () => {
    const after = runbook(
      [
        step('fence', { phase: 'precheck' }),
        step('promote', { dependsOn: ['fence'] }),
        step('verify', { dependsOn: ['promote'], policy: { onFailure: 'continue' } }),
      ],
      { parallel: true },
    );
    const { remaining } = estimateBeforehand(after, histories);
    expect(remaining).toMatchObject({ p50Ms: 1_600, recoveryP50Ms: 1_100, recoveryP90Ms: 1_700 });
  });

  it('has nothing left at the end, and none on the way back', () => {
    expect(estimate(book, 'completed', new Map(), histories, T0).remaining).toMatchObject({ p50Ms: 0, p90Ms: 0 });
    expect(estimate(book, 'rolling_back', new Map(), histories, T0).remaining).toBeNull();
  });
});

describe('a predicted RTO', () => {
  it('is the time that has gone and the time that is left', () => {
    const outlook = { objectiveMs: 1_000, elapsedMs: 400 };
    expect(predictRto({ ...outlook, remainingMs: 600 })).toEqual({ rtoMs: 1_000, predictedMs: 1_000, breach: false });
    expect(predictRto({ ...outlook, remainingMs: 601 })).toMatchObject({ predictedMs: 1_001, breach: true });
  });

  it('without history says only what is already so', () => {
    expect(predictRto({ objectiveMs: 1_000, elapsedMs: 999, remainingMs: null })).toMatchObject({
      predictedMs: null,
      breach: false,
    });
    expect(predictRto({ objectiveMs: 1_000, elapsedMs: 1_001, remainingMs: null })).toMatchObject({
      predictedMs: null,
      breach: true,
    });
  });
});
