import { setTimeout as delay } from 'node:timers/promises';
import { SleeperActedError } from './disturbances.js';
import { judge, type Fault } from './judge.js';
import type { MatrixLab, Run } from './matrix-lab.js';
import { attend, StuckError } from './person.js';
import type { Scenario } from './scenarios.js';

/** What is done to an execution while it runs. Whatever lies in wait for it is set before the first `await`. */
export type Disturbance = (lab: MatrixLab, run: Run) => Promise<void>;

/** How often a run is repeated that never came to where it was to be disturbed: steps side by side share their writes. */
const TRIES = 6;
/** Milliseconds that a disturbance gets to finish once its execution is over. */
const PATIENCE_MS = 6_000;

/** Runs a scenario, disturbs it, and says what went wrong: nothing, if all is well. */
export async function trial(lab: MatrixLab, scenario: Scenario, disturb: Disturbance): Promise<readonly Fault[]> {
  for (let attempt = 1; ; attempt++) {
    await lab.workers.atLeast(2);
    const run = lab.prepare(scenario);
    const disturbed = disturb(lab, run).then(() => true);
    const over = lab.begin(run).then(() => attend(lab, run));
    // Whichever fails first is told; the other may fail later because of that.
    for (const promise of [disturbed, over]) promise.catch(() => undefined);
    try {
      const done = await Promise.race([disturbed, over.then(() => patience(disturbed))]);
      await over;
      const faults = await judge(lab, run);
      if (done || faults.length > 0) return faults;
      if (attempt === TRIES) return [{ kind: 'lost', text: 'never came to where it was to be disturbed' }];
    } catch (error) {
      return [{ kind: kindOf(error), text: (error as Error).message }];
    } finally {
      lab.workers.traps.clear();
      lab.witness.releaseHeld();
    }
  }
}

async function patience(disturbed: Promise<boolean>): Promise<boolean> {
  const waiting = new AbortController();
  const late = delay(PATIENCE_MS, false, { signal: waiting.signal }).catch(() => false);
  const done = await Promise.race([disturbed, late]);
  waiting.abort();
  return done;
}

function kindOf(error: unknown): Fault['kind'] {
  if (error instanceof SleeperActedError) return 'duplicated';
  return error instanceof StuckError ? 'stuck' : 'lost';
}
