import { setTimeout as delay } from 'node:timers/promises';
import { judge, type Fault } from './judge.js';
import type { MatrixLab, Run } from './matrix-lab.js';
import { attend, StuckError } from './person.js';
import { randomFrom } from './random.js';
import { SCENARIOS } from './scenarios.js';

export interface RandomKills {
  readonly seed: number;
  readonly kills: number;
  readonly executions: number;
  readonly faults: readonly (Fault & { readonly executionId: string })[];
}

/** How many executions are under way at any time. */
const AT_ONCE = 4;
/** Milliseconds between two kills, at most. */
const LONGEST_PAUSE_MS = 400;

/**
 * Kills workers at random moments, with several executions under way at any of them, and judges each execution.
 * @param tell is told after each kill how many there were.
 */
export async function killAtRandom(
  lab: MatrixLab,
  kills: number,
  seed: number,
  tell: (kills: number) => void,
): Promise<RandomKills> {
  const random = randomFrom(seed);
  const faults: (Fault & { readonly executionId: string })[] = [];
  let killing = true;
  let executions = 0;
  const keepBusy = async (): Promise<void> => {
    while (killing) {
      const run = lab.prepare(SCENARIOS[executions++ % SCENARIOS.length]!);
      for (const fault of await live(lab, run)) faults.push({ ...fault, executionId: run.executionId });
    }
  };
  const busy = Promise.all(Array.from({ length: AT_ONCE }, keepBusy));
  for (let kill = 1; kill <= kills; kill++) {
    await delay(random() * LONGEST_PAUSE_MS);
    // Somebody is there to be killed, and somebody to take over.
    await lab.workers.atLeast(2);
    const { ready } = lab.workers;
    await lab.workers.kill(ready[Math.floor(random() * ready.length)]!);
    tell(kill);
  }
  killing = false;
  await busy;
  return { seed, kills, executions, faults };
}

async function live(lab: MatrixLab, run: Run): Promise<readonly Fault[]> {
  try {
    await lab.begin(run);
    await attend(lab, run);
    return await judge(lab, run);
  } catch (error) {
    return [{ kind: error instanceof StuckError ? 'stuck' : 'lost', text: (error as Error).message }];
  }
}
