import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { criticalPath } from '../lab/demo/critical-path.js';
import { orchestrationMs } from '../lab/demo/orchestration.js';
import { run as runFailover } from '../lab/demo/run.js';
import { startDemoService } from '../lab/demo/service.js';
import { ServiceLog } from '../lab/demo/service-log.js';
import { Cleanup } from '../lab/process/cleanup.js';
import { median } from './support/statistics.js';
import type { BenchResult } from './table.js';

export const title = 'What the orchestration adds to a planned failover of the lab';

const RUNS = 5;

export async function run(): Promise<BenchResult> {
  const cleanup = new Cleanup();
  const { signal } = new AbortController();
  try {
    const directory = await mkdtemp(join(tmpdir(), 'dr-bench-'));
    cleanup.add('the folder', () => rm(directory, { recursive: true, force: true }));
    // PostgreSQL may run under another account, which has to pass through.
    await chmod(directory, 0o711);
    const log = new ServiceLog(join(directory, 'service.log'));
    cleanup.add('the log', () => log.close());
    const api = await startDemoService({ directory, log, keep: false, signal }, cleanup);
    const totals: number[] = [];
    const paths: number[] = [];
    const overheads: number[] = [];
    const outages: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const ofRun = new Cleanup();
      cleanup.add(`lab ${i}`, () => ofRun.run());
      const context = {
        api,
        directory: join(directory, `run-${i}`),
        options: { once: true, edge: 'auto', keep: false },
        signal,
        say: () => undefined,
      } as const;
      const { execution, outageMs } = await runFailover('planned', context, ofRun);
      if (execution.status !== 'completed') throw new Error(`run ${i} ended ${execution.status}`);
      totals.push(Date.parse(execution.completed_at!) - Date.parse(execution.requested_at));
      overheads.push(orchestrationMs(execution)!);
      paths.push(criticalPath(execution.steps).durationMs);
      outages.push(outageMs);
      await ofRun.run();
    }
    const path = median(paths);
    const against = 'actions on the critical path';
    const row = (what: string, value: number) => ({
      what,
      value,
      unit: 'ms',
      samples: RUNS,
      ratio: value / path,
      against,
    });
    return {
      rows: [
        { what: against, value: path, unit: 'ms', samples: RUNS },
        row('whole failover, requested to completed', median(totals)),
        row('orchestration overhead', median(overheads)),
        row('write outage seen by the client', median(outages)),
      ],
      notes: ['Medians. The target for the overhead is 150 ms.'],
    };
  } finally {
    await cleanup.run();
  }
}
