import { waitUntil } from '../lab/process/wait-until.js';
import { startNodeChild } from '../lab/process/node-child.js';
import { startIsolatedService, type IsolatedService } from '../lab/service/isolated-service.js';
import { contractRequest } from './support/contract.js';
import { load, type Load } from './support/load.js';
import { median, percentile } from './support/statistics.js';
import type { BenchResult, BenchRow } from './table.js';

export const title = 'Reads of the API beside Express and pg alone';

const ROUNDS = 9;
const CONNECTIONS = 16;
const ONE_RUN = { connections: CONNECTIONS, maxRequests: 5_000, maxMs: 1_000 };
const POOL_SIZE = '10';
const FLOOR = 'Express + pg, one row by its primary key';

interface Subject {
  readonly what: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function run(): Promise<BenchResult> {
  // The log as it is by default: writing it is part of answering.
  const service = await startIsolatedService({ LOG_LEVEL: 'info', DATABASE_POOL_SIZE: POOL_SIZE });
  try {
    const failoverId = await completedFailover(service);
    const { child, message } = await startNodeChild({
      name: 'floor',
      module: new URL('./support/floor-server.js', import.meta.url),
      env: { DATABASE_URL: service.service.databaseUrl, DATABASE_POOL_SIZE: POOL_SIZE, NODE_ENV: 'production' },
    });
    try {
      const { address } = message as { readonly address: string };
      return await measure(
        { what: FLOOR, url: `${address}/executions/${failoverId}` },
        await readsOf(service, failoverId),
      );
    } finally {
      await child.stop();
    }
  } finally {
    await service.stop();
  }
}

async function completedFailover(service: IsolatedService): Promise<string> {
  const plan = await contractRequest('1-create-disaster-recovery-plan');
  const { plan_id } = await service.call<{ plan_id: string }>('POST', '/plans', plan);
  const { failover_id } = await service.call<{ failover_id: string }>(
    'POST',
    `/plans/${plan_id}/failover`,
    await contractRequest('2-initiate-failover'),
  );
  return waitUntil(
    async () => {
      const { status } = await service.call<{ status: string }>('GET', `/failovers/${failover_id}/status`);
      return status.startsWith('completed') && failover_id;
    },
    { what: 'the failover has completed' },
  );
}

/** Reads that this build answers. */
async function readsOf(isolated: IsolatedService, failoverId: string): Promise<readonly Subject[]> {
  const headers = { authorization: `Bearer ${await isolated.token()}` };
  const paths = { status: `/failovers/${failoverId}/status`, dashboard: '/dashboard', analytics: '/analytics' };
  const subjects: Subject[] = [];
  for (const [what, path] of Object.entries(paths)) {
    if ((await isolated.send('GET', path)).status !== 200) continue;
    subjects.push({ what, url: `${isolated.service.address}/disaster-recovery${path}`, headers });
  }
  return subjects;
}

async function measure(floor: Subject, subjects: readonly Subject[]): Promise<BenchResult> {
  const runs = new Map<Subject, Load[]>([floor, ...subjects].map((subject) => [subject, []]));
  // The first round warms up. In turns, so that what else the machine does strikes all of them alike.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [subject, ofSubject] of runs) {
      const done = await load({ ...ONE_RUN, ...subject });
      if (round > 0) ofSubject.push(done);
    }
  }
  return {
    rows: [...runs].flatMap(([{ what }, ofSubject]) => rows(what, ofSubject, runs.get(floor)!)),
    notes: [
      `${CONNECTIONS} connections kept alive, ${ROUNDS} runs in turns; medians over the runs, ratios within each round.`,
      'The target for requests/s of status is 0.7 of the floor.',
    ],
  };
}

function rows(what: string, runs: readonly Load[], floor: readonly Load[]): readonly BenchRow[] {
  const figure = (name: string, unit: string, of: (run: Load) => number): BenchRow => ({
    what: `${what}, ${name}`,
    value: median(runs.map(of)),
    unit,
    samples: runs.reduce((sum, { latencies }) => sum + latencies.length, 0),
    ...(runs === floor ? {} : { ratio: median(runs.map((run, i) => of(run) / of(floor[i]!))), against: 'the floor' }),
  });
  return [
    figure('requests/s', '1/s', (run) => run.requestsPerSecond),
    figure('p50', 'ms', ({ latencies }) => percentile(latencies, 0.5)),
    figure('p99', 'ms', ({ latencies }) => percentile(latencies, 0.99)),
  ];
}
