import { isTerminal } from '#domain/execution/transitions.js';
import { waitUntil } from '../../../lab/process/wait-until.js';
import type { Hold } from '../../support/witness.js';
import { leasesIn } from './history.js';
import type { MatrixLab, Run } from './matrix-lab.js';
import { effectOf } from './scenarios.js';
import type { TrapPoint } from './traps.js';
import type { Disturbance } from './trial.js';
import type { MatrixWorker } from './workers.js';

type Point = Omit<TrapPoint, 'executionId'>;

/** The worker that reaches this point is killed there with SIGKILL. */
export function killAt(point: Point): Disturbance {
  return async (lab, { executionId }) => {
    const { worker } = await lab.workers.traps.set({ ...point, executionId });
    await lab.workers.kill(worker);
  };
}

/** The worker is killed while the witness holds its request for this effect. */
export function killDuring(effect: string, where: Hold): Disturbance {
  return whileHeld(effect, where, async (lab, run) => lab.workers.kill(await holderOf(lab, run)));
}

/** Does something while the witness holds a request for this effect, and then lets the request go on. */
export function whileHeld(effect: string, where: Hold, act: Disturbance): Disturbance {
  return async (lab, run) => {
    const name = effectOf(run.key, effect);
    lab.witness.holdNext(name, where);
    await waitUntil(() => lab.witness.isHolding(name), { what: `${name} is being done`, deadlineMs: 60_000 });
    await act(lab, run);
    lab.witness.releaseHeld();
  };
}

/** One disturbance after the other, each of whoever drives then. */
export function inTurn(...disturbances: readonly Disturbance[]): Disturbance {
  return async (lab, run) => {
    for (const disturb of disturbances) await disturb(lab, run);
  };
}

/** A worker that had slept through its lease did something when it woke. */
export class SleeperActedError extends Error {
  constructor(what: string) {
    super(`a worker that woke after its lease was lost ${what}`);
    this.name = 'SleeperActedError';
  }
}

/**
 * The worker that reaches this point sleeps there beyond its lease. What it had sent arrives while another drives, and
 * when all is over it wakes, in the belief that it still drives.
 */
export function sleepAt(point: Point): Disturbance {
  return async (lab, run) => {
    const { worker, release } = await lab.workers.traps.set({ ...point, executionId: run.executionId });
    const leases = leasesIn(await lab.journal(run));
    worker.signal('SIGSTOP');
    await takenOver(lab, run, leases);
    release();
    await over(lab, run);
    await wake(lab, run, worker);
  };
}

/** The same while the witness holds its request: the answer comes when all is over. */
export function sleepDuring(effect: string, where: Hold): Disturbance {
  return async (lab, run) => {
    let sleeper: MatrixWorker | undefined;
    await whileHeld(effect, where, async () => {
      sleeper = await holderOf(lab, run);
      sleeper.signal('SIGSTOP');
      await over(lab, run);
    })(lab, run);
    await wake(lab, run, sleeper!);
  };
}

/** Both workers ask for the lease, many times each, and all of them are heard at the same moment. */
export const twoAtOnce: Disturbance = async (lab, run) => {
  const { executionId } = run;
  const { traps } = lab.workers;
  const askers = new Set<MatrixWorker>();
  const bells = Array.from({ length: 40 }, (_, index) => `${executionId}-again-${index}`);
  for (const _ of bells) {
    void traps
      .set({ executionId, statement: /^lease_acquire/, nth: 1, side: 'before' })
      .then(({ worker }) => askers.add(worker));
  }
  await waitUntil(async () => (await lab.row(run)) !== undefined && askers.size > 0, { what: 'the first worker asks' });
  const opts = { removeOnComplete: true, removeOnFail: true };
  await lab.queue.addBulk(
    bells.map((jobId) => ({ name: 'failover', data: { executionId }, opts: { ...opts, jobId } })),
  );
  await waitUntil(() => askers.size > 1, { what: 'a second worker asks' });
  traps.clear();
};

/** The wall clocks of all workers jump while the effect is being done, and jump back afterwards. */
export function clocksJump(effect: string, signal: 'SIGUSR2' | 'SIGHUP'): Disturbance {
  return async (lab, run) => {
    const workers = lab.workers.ready;
    await whileHeld(effect, 'after', () => {
      for (const worker of workers) worker.signal(signal);
      return Promise.resolve();
    })(lab, run);
    await over(lab, run);
    for (const worker of workers) worker.signal(signal === 'SIGUSR2' ? 'SIGHUP' : 'SIGUSR2');
  };
}

export async function holderOf(lab: MatrixLab, run: Run): Promise<MatrixWorker> {
  const { lease_owner } = await lab.row(run);
  const worker = lab.workers.byPid(Number(lease_owner?.split(':').at(-1)));
  if (worker === undefined) throw new Error(`nobody here is ${lease_owner}, who has the lease`);
  return worker;
}

/** Until another worker drives, or there is nothing left to drive. */
async function takenOver(lab: MatrixLab, run: Run, leasesBefore: number): Promise<void> {
  await waitUntil(async () => (await isOver(lab, run)) || leasesIn(await lab.journal(run)) > leasesBefore, {
    what: 'another worker drives',
    deadlineMs: 30_000,
  });
}

async function over(lab: MatrixLab, run: Run): Promise<void> {
  await waitUntil(() => isOver(lab, run), { what: 'the execution is over', deadlineMs: 60_000 });
}

async function isOver(lab: MatrixLab, run: Run): Promise<boolean> {
  return isTerminal((await lab.row(run)).status);
}

/** Until it has looked around several times, so that what it believed has had its effect: none. */
async function wake(lab: MatrixLab, run: Run, worker: MatrixWorker): Promise<void> {
  const { asked } = worker;
  const [effects, entries] = [effectsOf(lab, run), (await lab.journal(run)).length];
  worker.signal('SIGCONT');
  await waitUntil(() => worker.asked > asked + 4, { what: 'the sleeper is awake', deadlineMs: 30_000 });
  if (effectsOf(lab, run) !== effects) throw new SleeperActedError('acted');
  if ((await lab.journal(run)).length !== entries) throw new SleeperActedError('wrote into the journal');
}

/** All that the witness has counted of a run, as text to compare. */
function effectsOf(lab: MatrixLab, { key }: Run): string {
  return JSON.stringify([...lab.witness.effects].filter(([name]) => name.startsWith(`${key}.`)));
}
