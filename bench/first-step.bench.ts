import { Queue, Worker } from 'bullmq';
import { queueConnection, type QueueOptions } from '#queue/connection.js';
import { startRedis } from '../lab/service/isolated-redis.js';
import { startIsolatedService, type IsolatedService } from '../lab/service/isolated-service.js';
import { contractRequest } from './support/contract.js';

import { median, percentile } from './support/statistics.js';
import type { BenchResult, BenchRow } from './table.js';

export const title = 'From POST …/failover to the first step running';

const SAMPLES = 60;
const WARM_UP = 10;

interface Execution {
  readonly status: string;
  readonly steps: readonly { readonly started_at: string | null }[];
}

export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  const notes = ['Floor: BullMQ alone on the same backend, from add() to a processor that does nothing.'];
  rows.push(...(await measure('PostgreSQL', {})));
  const redis = await startRedis();
  if (redis === null) notes.push('Redis is not installed: not measured.');
  else {
    try {
      rows.push(...(await measure('Redis', { QUEUE_URL: redis.url })));
    } finally {
      await redis.stop();
    }
  }
  return { rows, notes };
}

async function measure(backend: string, env: Readonly<Record<string, string>>): Promise<readonly BenchRow[]> {
  const bench = await startIsolatedService(env);
  try {
    const plan = await contractRequest('1-create-disaster-recovery-plan');
    const failover = await contractRequest('2-initiate-failover');
    const { plan_id } = await bench.call<{ plan_id: string }>('POST', '/plans', plan);
    const samples: number[] = [];
    for (let i = 0; i < WARM_UP + SAMPLES; i++) {
      const sample = await firstStep(bench, plan_id, failover);
      if (i >= WARM_UP) samples.push(sample);
    }
    const floor = await queueFloor({
      url: env['QUEUE_URL'] ?? bench.service.databaseUrl,
      backend: env['QUEUE_URL'] === undefined ? 'postgres' : 'redis',
      prefix: 'bench',
    });
    const against = `BullMQ alone, ${backend}`;
    const row = (what: string, value: number): BenchRow => ({
      what,
      value,
      unit: 'ms',
      samples: SAMPLES,
      ratio: value / floor,
      against,
    });
    return [
      { what: against, value: floor, unit: 'ms', samples: SAMPLES },
      row(`first step running, ${backend}, median`, median(samples)),
      row(`first step running, ${backend}, p95`, percentile(samples, 0.95)),
    ];
  } finally {
    await bench.stop();
  }
}

/** Both times are of this machine's clock: the request's by this process, the step's by the database. */
async function firstStep(bench: IsolatedService, planId: string, request: object): Promise<number> {
  const asked = performance.timeOrigin + performance.now();
  const { failover_id } = await bench.call<{ failover_id: string }>('POST', `/plans/${planId}/failover`, request);
  for (;;) {
    const { status, steps } = await bench.call<Execution>('GET', `/executions/${failover_id}`);
    if (!status.startsWith('completed')) continue;
    return Math.min(...steps.map((step) => Date.parse(step.started_at!))) - asked;
  }
}

async function queueFloor(options: QueueOptions): Promise<number> {
  const connection = queueConnection(options);
  const queue = new Queue<{ readonly asked: number }>('floor', connection);
  const samples: number[] = [];
  let arrived: () => void = () => {};
  const worker = new Worker<{ readonly asked: number }>(
    'floor',
    async (job) => {
      samples.push(performance.now() - job.data.asked);
      arrived();
      return Promise.resolve();
    },
    connection,
  );
  try {
    await worker.waitUntilReady();
    for (let i = 0; i < WARM_UP + SAMPLES; i++) {
      const next = new Promise<void>((resolve) => (arrived = resolve));
      await queue.add('floor', { asked: performance.now() }, { removeOnComplete: true });
      await next;
    }
    return median(samples.slice(WARM_UP));
  } finally {
    await worker.close();
    await queue.close();
  }
}
