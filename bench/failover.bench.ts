import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '#embedded/find-program.js';
import type { FailoverType } from '../lab/demo/documents.js';
import { startDemoService } from '../lab/demo/service.js';
import { ServiceLog } from '../lab/demo/service-log.js';
import { Cleanup } from '../lab/process/cleanup.js';
import type { Contender } from './failover/contender.js';
import { floor } from './failover/floor.js';
import { ours } from './failover/ours.js';
import { ansiblePlaybook, bashScript } from './failover/program.js';
import { type Sample, StepTimes, summarize } from './failover/samples.js';
import { runTrial } from './failover/trial.js';
import type { BenchResult } from './table.js';

export const title = 'Failover of the lab: total time, write outage and losses beside three others';

const RUNS = 5;
const TYPES: readonly FailoverType[] = ['planned', 'unplanned'];

/** In rounds, so that what the machine does meanwhile falls on all of them alike. */
export async function run(): Promise<BenchResult> {
  if (findProgram('haproxy') === undefined || findProgram('named') === undefined) {
    return { rows: [], notes: ['Not measured: it needs haproxy and bind9 (named), which are not installed here.'] };
  }
  const cleanup = new Cleanup();
  const loadBefore = loadavg();
  const samples: Sample[] = [];
  const stepTimes = new StepTimes();
  try {
    const directory = await mkdtemp(join(tmpdir(), 'dr-bench-'));
    cleanup.add('the folder', () => rm(directory, { recursive: true, force: true }));
    // PostgreSQL may run under another account, which has to pass through.
    await chmod(directory, 0o711);
    const others = [bashScript(), ansiblePlaybook()];
    const present = others.filter((entry): entry is Contender => 'getReady' in entry);
    for (let round = 0; round < RUNS; round++) {
      const place = (name: string) => join(directory, `${round}-${name.replaceAll(' ', '-')}`);
      for (const contender of [floor, ...present]) {
        for (const type of TYPES) samples.push(await runTrial(contender, type, place(`${contender.name}-${type}`)));
      }
      samples.push(...(await oursInOneRound(place('service'), stepTimes, cleanup)));
    }
    const missing = others.flatMap((entry) =>
      'missing' in entry ? [`${entry.name}: left out, ${entry.missing}.`] : [],
    );
    const load = [loadBefore, loadavg()].map((averages) => averages.map((one) => one.toFixed(1)).join(' '));
    return {
      rows: summarize(samples, floor.name),
      notes: [...missing, ...stepTimes.notes(), `Load of the machine before ${load[0]}, after ${load[1]}. Medians.`],
    };
  } finally {
    await cleanup.run();
  }
}

/** With a service of its own, so that nothing of it runs beside the others. */
async function oursInOneRound(directory: string, stepTimes: StepTimes, cleanup: Cleanup): Promise<readonly Sample[]> {
  const ofRound = new Cleanup();
  cleanup.add('a round', () => ofRound.run());
  await mkdir(directory, { mode: 0o711 });
  const log = new ServiceLog(`${directory}.log`);
  ofRound.add('the log', () => log.close());
  const { signal } = new AbortController();
  const api = await startDemoService({ directory, log, keep: false, signal }, ofRound);
  const contender = ours(api, (type, steps) => stepTimes.add(type, steps));
  const samples: Sample[] = [];
  for (const type of TYPES) samples.push(await runTrial(contender, type, join(directory, type)));
  await ofRound.run();
  return samples;
}
