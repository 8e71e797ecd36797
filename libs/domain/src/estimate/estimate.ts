import { isTerminal, type ExecutionStatus, type StepStatus } from '../execution/transitions.js';
import type { Runbook, RunbookStep } from '../runbook/runbook.js';
import { scheduleOf, type Schedule, type TimedStep } from './schedule.js';
import type { StepHistories, StepHistory } from './step-history.js';

/** How far a step is. */
export interface StepStanding {
  readonly status: StepStatus;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly durationMs: number | null;
}

/** Milliseconds; `human*` is the part of it in which the longest chain of steps waits for people. */
export interface Remaining {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly humanP50Ms: number;
  readonly humanP90Ms: number;
  /** Until service is back: what is done after that and what may fail does not count. */
  readonly recoveryP50Ms: number;
  readonly recoveryP90Ms: number;
}

export interface Estimate {
  /** The longest chain from beginning to end: what it took, else what it took before; null when that is not known. */
  readonly criticalPath: readonly string[] | null;
  /** Null: a step that is still to be done has never succeeded before, or the execution does not go forward. */
  readonly remaining: Remaining | null;
  /** The fewest runs that any of the numbers rests on; zero when there are none. */
  readonly basedOnRuns: number;
  /** Steps still to be done of which nothing is known. */
  readonly stepsWithoutHistory: readonly string[];
}

/** Whether a person does the step. */
export function isHuman(step: Pick<RunbookStep, 'action'>): boolean {
  return step.action === 'manual';
}

/** What a runbook would take if it began now. */
export function estimateBeforehand(runbook: Runbook, histories: StepHistories): Estimate {
  return estimate(runbook, 'pending', new Map(), histories, new Date(0));
}

/**
 * What an execution still takes. P90 adds up the P90 of each step of the longest chain: not all of them are slow in
 * the same run, so it is a cautious bound and no promise.
 */
export function estimate(
  runbook: Runbook,
  status: ExecutionStatus,
  standings: ReadonlyMap<string, StepStanding>,
  histories: StepHistories,
  now: Date,
): Estimate {
  const views = runbook.steps.map((step) => new StepView(step, standings.get(step.id), histories.get(step.id), now));
  const ahead = isTerminal(status) ? [] : views.filter((view) => !view.isOver);
  const unknown = ahead.filter((view) => view.history === undefined);
  const isEnded = isTerminal(status);
  const forward = unknown.length === 0 && status !== 'rolling_back';
  const whole = views.map((view) => view.whole());
  const isWhole = whole.every((step) => step !== null);
  return {
    criticalPath: isWhole && whole.length > 0 ? scheduleOf(whole, runbook.parallel).criticalPath : null,
    remaining: !forward ? null : isEnded ? NOTHING_LEFT : remaining(runbook, views),
    basedOnRuns: ahead.length === 0 ? 0 : Math.min(...ahead.map((view) => view.history?.runs ?? 0)),
    stepsWithoutHistory: unknown.map((view) => view.step.id),
  };
}

const NOTHING_LEFT: Remaining = {
  p50Ms: 0,
  p90Ms: 0,
  humanP50Ms: 0,
  humanP90Ms: 0,
  recoveryP50Ms: 0,
  recoveryP90Ms: 0,
};

function remaining(runbook: Runbook, views: readonly StepView[]): Remaining {
  const of = (percentile: Percentile) => {
    const steps = views.map((view) => view.left(percentile));
    const schedule = scheduleOf(steps, runbook.parallel);
    return { totalMs: schedule.totalMs, humanMs: humanMs(steps, schedule), recoveryMs: recoveryMs(runbook, schedule) };
  };
  const p50 = of('p50Ms');
  const p90 = of('p90Ms');
  return {
    p50Ms: p50.totalMs,
    p90Ms: p90.totalMs,
    humanP50Ms: p50.humanMs,
    humanP90Ms: p90.humanMs,
    recoveryP50Ms: p50.recoveryMs,
    recoveryP90Ms: p90.recoveryMs,
  };
}

function humanMs(steps: readonly TimedStep[], { criticalPath }: Schedule): number {
  const path = new Set(criticalPath);
  return steps.filter(({ id, human }) => human && path.has(id)).reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** The same steps as those from which the achieved RTO is measured (failover-outcome.ts). */
function recoveryMs({ steps }: Runbook, { endMs }: Schedule): number {
  const needed = steps.filter((step) => step.phase !== 'precheck' && step.policy.onFailure !== 'continue');
  return Math.max(0, ...needed.map(({ id }) => endMs.get(id)!));
}

type Percentile = 'p50Ms' | 'p90Ms';

/** One step with all that is known of how long it takes. */
class StepView {
  constructor(
    readonly step: RunbookStep,
    private readonly standing: StepStanding | undefined,
    readonly history: StepHistory | undefined,
    private readonly now: Date,
  ) {}

  /** A failed step holds the execution up until it is repeated, unless its policy lets the execution go on. */
  get isOver(): boolean {
    const status = this.standing?.status ?? 'pending';
    return (
      status === 'succeeded' ||
      status === 'skipped' ||
      status === 'undone' ||
      (status === 'failed' && this.step.policy.onFailure === 'continue')
    );
  }

  /** What is left of it. */
  left(percentile: Percentile): TimedStep {
    if (this.isOver) return this.timed(0);
    const { status, startedAt } = this.standing ?? { status: 'pending', startedAt: null };
    const isBegun = (status === 'running' || status === 'waiting') && startedAt !== null;
    const spent = isBegun ? this.now.getTime() - startedAt.getTime() : 0;
    return this.timed(Math.max(0, this.history![percentile] - Math.max(0, spent)));
  }

  /** The step from beginning to end; null when nobody knows. */
  whole(): TimedStep | null {
    if (this.isOver) return this.timed(this.taken());
    return this.history === undefined ? null : this.timed(this.history.p50Ms);
  }

  private taken(): number {
    const { durationMs, startedAt, completedAt } = this.standing!;
    if (durationMs !== null) return durationMs;
    // People's time; a step that never began took none.
    return startedAt === null || completedAt === null ? 0 : Math.max(0, completedAt.getTime() - startedAt.getTime());
  }

  private timed(durationMs: number): TimedStep {
    const { id, dependsOn } = this.step;
    return { id, dependsOn, durationMs, human: isHuman(this.step) };
  }
}
