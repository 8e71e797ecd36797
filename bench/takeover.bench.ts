import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { VARIABLES } from '#config/variables.js';
import type { Child } from '../lab/process/child.js';
import { Cleanup } from '../lab/process/cleanup.js';
import { waitUntil } from '../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../lab/service/isolated-service.js';
import { Witness } from '../test/support/witness.js';
import { startWorkerReplica } from '../test/support/worker-replica.js';
import { contractRequest } from './support/contract.js';
import { median, percentile } from './support/statistics.js';
import type { BenchResult } from './table.js';

export const title = 'From SIGKILL of a worker to the next one driving its execution';

const KILLS = 50;
const EFFECT = 'held';

export async function run(): Promise<BenchResult> {
  const cleanup = new Cleanup();
  try {
    const witness = await Witness.start();
    cleanup.add('the witness', () => witness.stop());
    // The supervised worker drives nothing; the others run with the settings that hold when nobody sets any.
    const bench = await startIsolatedService({ WORKER_QUEUES: 'notifications' });
    cleanup.add('the service', () => bench.stop());
    const database = new pg.Client({ connectionString: bench.service.databaseUrl });
    await database.connect();
    cleanup.add('the connection', () => database.end());
    const workers = new Map<number, Child>();
    cleanup.add('the workers', () => Promise.all([...workers.values()].map((worker) => worker.stop())));
    const addWorker = async (): Promise<void> => {
      const worker = await startWorkerReplica(bench, { WORKER_QUEUES: 'failovers' });
      workers.set(worker.pid!, worker);
    };
    await addWorker();
    const ttlMs = VARIABLES.shape.LEASE_TTL_MS.parse(undefined);
    const samples: number[] = [];
    while (samples.length < KILLS) {
      await addWorker();
      samples.push(await takeover(bench, database, witness, workers, ttlMs));
    }
    const against = 'life of a lease (LEASE_TTL_MS)';
    const row = (what: string, value: number) => ({
      what,
      value,
      unit: 'ms',
      samples: KILLS,
      ratio: value / ttlMs,
      against,
    });
    return {
      rows: [
        { what: against, value: ttlMs, unit: 'ms' },
        row('taken over, fastest', Math.min(...samples)),
        row('taken over, p50', median(samples)),
        row('taken over, p95', percentile(samples, 0.95)),
        row('taken over, slowest', Math.max(...samples)),
      ],
      notes: [
        'From the kill to the first journal entry of the next holder, one other worker waiting. Kills come at random',
        'moments between two renewals, so up to a quarter of the lease may be gone by then. The target is 5,000 ms.',
      ],
    };
  } finally {
    await cleanup.run();
  }
}

/** One execution, whose worker is killed while it does a step. @returns milliseconds. */
async function takeover(
  bench: IsolatedService,
  database: pg.Client,
  witness: Witness,
  workers: Map<number, Child>,
  ttlMs: number,
): Promise<number> {
  witness.effects.delete(EFFECT);
  witness.holdNext(EFFECT, 'after');
  const { plan_id } = await bench.call<{ plan_id: string }>('POST', '/plans', await planWithOneEffect(witness));
  const request = { failover_type: 'unplanned', reason: 'benchmark' };
  const { failover_id: id } = await bench.call<{ failover_id: string }>('POST', `/plans/${plan_id}/failover`, request);
  await waitUntil(() => witness.isHolding(EFFECT), { what: 'the step is being done' });
  await delay((Math.random() * ttlMs) / 2);
  const { rows } = await database.query<{ lease_owner: string }>(
    'SELECT lease_owner FROM executions WHERE execution_id = $1',
    [id],
  );
  const pid = Number(rows[0]!.lease_owner.split(':').at(-1));
  const victim = workers.get(pid)!;
  workers.delete(pid);
  // Both times are of this machine's clock: the kill's by this process, the takeover's by the database.
  const killedAt = performance.timeOrigin + performance.now();
  await victim.kill();
  const takenAt = await waitUntil(() => secondLease(database, id), { what: 'another drives', deadlineMs: 60_000 });
  await waitUntil(
    async () => (await bench.call<{ status: string }>('GET', `/executions/${id}`)).status === 'completed',
    {
      what: 'the execution is over',
    },
  );
  return takenAt - killedAt;
}

async function secondLease(database: pg.Client, id: string): Promise<number | undefined> {
  const { rows } = await database.query<{ at: Date }>(
    `SELECT at FROM execution_journal WHERE execution_id = $1 AND entry ->> 'type' = 'lease_acquired' ORDER BY seq`,
    [id],
  );
  return rows[1]?.at.getTime();
}

async function planWithOneEffect(witness: Witness): Promise<object> {
  type Document = Record<string, unknown>;
  const { created_by: _, ...plan } = await contractRequest('1-create-disaster-recovery-plan');
  const [component] = plan['components'] as Document[];
  const [procedure] = plan['recovery_procedures'] as Document[];
  const url = witness.url(EFFECT);
  const step = {
    name: EFFECT,
    action: 'http',
    with: { method: 'POST', url, expect: { status: [204] } },
    probe: { method: 'GET', url, expect: { json: { done: true } } },
  };
  return {
    ...plan,
    components: [{ ...component, recovery_procedures: ['proc_held'] }],
    recovery_procedures: [{ ...procedure, procedure_id: 'proc_held', automation_level: 'automated', steps: [step] }],
  };
}
