import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startRedis, type IsolatedRedis } from '../../lab/service/isolated-redis.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { WITHOUT_LIMITS } from '../../lab/service/without-limits.js';
import { ApiClient } from '../support/api-client.js';
import { startApiReplica, type ApiReplica } from '../support/api-replica.js';
import { testsOf } from '../support/dr-tests.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { untilStatus } from '../support/executions.js';
import { requires } from '../support/requirements.js';
import { tabletopPlan } from '../support/tabletop-plan.js';
import { Witness } from '../support/witness.js';
import { startWorkerReplica } from '../support/worker-replica.js';

const LIMIT = 30;
const ASKED = 40;
const ENV = {
  ...WITHOUT_LIMITS,
  RATE_LIMIT_FAILOVERS: `${LIMIT}/1h`,
  // Nobody but the killed one may lose its leases, on a busy machine either.
  LEASE_TTL_MS: '5000',
  SWEEP_INTERVAL_MS: '200',
  // Two can not hold all that is allowed, so that each of the three has some.
  WORKER_CONCURRENCY: '14',
  SHUTDOWN_GRACE_MS: '200',
};

interface Once {
  readonly requested: number;
  readonly started: number;
  readonly ended: number;
  readonly epoch: number;
}

/** Two APIs and three workers, over the queue that `start` gives; null: PostgreSQL's. */
function replicasOn(start: () => Promise<IsolatedRedis | null>): void {
  let redis: IsolatedRedis | null;
  let service: IsolatedService;
  let database: pg.Client;
  let replica: ApiReplica;
  let workers: readonly Child[];
  let clients: readonly [ApiClient, ApiClient];

  beforeAll(async () => {
    redis = await start();
    const env = { ...ENV, ...(redis ? { QUEUE_URL: redis.url } : {}) };
    service = await startIsolatedService(env);
    replica = await startApiReplica(service, env);
    workers = await Promise.all([startWorkerReplica(service, env), startWorkerReplica(service, env)]);
    database = new pg.Client({ connectionString: service.service.databaseUrl });
    await database.connect();
    const token = await service.token();
    clients = [new ApiClient(service.service.address, token), new ApiClient(replica.address, token)];
  });
  afterAll(async () => {
    await database?.end();
    await Promise.all([...(workers ?? []), ...(replica ? [replica.process] : [])].map((process) => process.stop()));
    await service?.stop();
    await redis?.stop();
  });

  /** The i-th request goes to one API or to the other. */
  const at = (i: number): ApiClient => clients[i % 2]!;

  async function createPlan(i: number, body: object): Promise<string> {
    const { status, body: plan } = await at(i).post<{ plan_id: string }>('/plans', { body });
    expect(status).toBe(201);
    return plan.plan_id;
  }

  /** How often the journal says what must be there once, and how many leases there were. */
  async function journalled(id: string): Promise<Once> {
    const { rows } = await database.query<Once>(
      `SELECT count(*) FILTER (WHERE entry ->> 'type' = 'execution_requested')::int AS requested,
              count(*) FILTER (WHERE entry ->> 'type' = 'execution_started')::int AS started,
              count(*) FILTER (WHERE entry ->> 'type' = 'execution_ended')::int AS ended,
              (SELECT lease_epoch::int FROM executions WHERE execution_id = $1) AS epoch
       FROM execution_journal WHERE execution_id = $1`,
      [id],
    );
    return rows[0]!;
  }

  /** Kills the worker that holds most of these executions, and says which those were. */
  async function killBusiestWorker(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await database.query<{ pid: number; ids: string[] }>(
      `SELECT split_part(lease_owner, ':', 2)::int AS pid, array_agg(execution_id) AS ids
       FROM executions WHERE execution_id = ANY ($1) GROUP BY lease_owner ORDER BY count(*) DESC`,
      [ids],
    );
    expect(rows).toHaveLength(3);
    const [busiest] = rows;
    const child = workers.find(({ pid }) => pid === busiest!.pid);
    if (child) await child.kill();
    else service.service.killWorker('SIGKILL');
    return new Set(busiest!.ids);
  }

  it('a schedule fires once, and a scheduled test runs once', async () => {
    const due = (ms: number) => ({
      testing_schedule: { frequency: 'weekly', next_test: new Date(Date.now() + ms).toISOString() },
    });
    const untilTested = (plan: string) =>
      waitUntil(async () => (await testsOf(service, plan))[0]?.status === 'completed', { what: `${plan} is tested` });
    const create = (i: number, ms: number) => createPlan(i, { ...tabletopPlan(), ...due(ms) });
    // Far enough: what is past already when a plan is saved is overdue, and starts nothing.
    const plans = await Promise.all(Array.from({ length: 8 }, (_, i) => create(i, 8_000)));
    for (const plan of plans) await untilTested(plan);
    // One that is due after all of them proves that every worker's scheduler may have looked again.
    await untilTested(await create(1, 5_000));
    for (const plan of plans) {
      const tests = await testsOf(service, plan);
      expect(tests).toMatchObject([{ source: 'schedule', status: 'completed' }]);
      expect(await journalled(tests[0]!.test_id)).toMatchObject({ requested: 1, started: 1, ended: 1 });
    }
  });

  it('exactly as many failovers start as the limit says, and none does anything twice though a worker dies', async () => {
    const witness = await Witness.start();
    try {
      const effects = (i: number) => [`${i}-first`, `${i}-second`];
      const plans = await Promise.all(
        Array.from({ length: ASKED }, (_, i) =>
          createPlan(
            i,
            effectPlan(
              witness,
              // Held until all of them are, and the dead has let go.
              effects(i).map((name) => ({ name, timeout: 140 })),
            ),
          ),
        ),
      );
      // Whatever dies, dies in the middle: half of the effects have happened then, and nobody was told.
      for (let i = 0; i < ASKED; i++) witness.holdNext(`${i}-second`, i % 2 === 0 ? 'after' : 'before');
      const answers = await Promise.all(
        plans.map((plan, i) =>
          at(i).post<{ failover_id: string }>(`/plans/${plan}/failover`, { body: failoverRequest() }),
        ),
      );
      const accepted = [...answers.keys()].filter((i) => answers[i]!.status === 202);
      expect(accepted).toHaveLength(LIMIT);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(ASKED - LIMIT);

      await waitUntil(() => accepted.every((i) => witness.isHolding(`${i}-second`)), { what: 'all are held' });
      const ids = accepted.map((i) => answers[i]!.body.failover_id);
      const orphaned = await killBusiestWorker(ids);
      await waitUntil(() => ids.every((id, n) => orphaned.has(id) !== witness.isHolding(`${accepted[n]!}-second`)), {
        what: 'the dead let go',
      });
      witness.releaseHeld();

      for (const id of ids) await untilStatus(service, id, 'completed');
      expect(Object.fromEntries(witness.effects)).toEqual(
        Object.fromEntries(accepted.flatMap(effects).map((name) => [name, 1])),
      );
      for (const id of ids) {
        const { epoch, ...once } = await journalled(id);
        expect(once).toEqual({ requested: 1, started: 1, ended: 1 });
        // Somebody has taken over what the dead one had.
        if (orphaned.has(id)) expect(epoch).toBeGreaterThan(1);
      }
    } finally {
      await witness.stop();
    }
  });
}

describe('replicas on PostgreSQL alone', () => {
  replicasOn(() => Promise.resolve(null));
});

requires('redis-server').describe('replicas on PostgreSQL and Redis', () => {
  replicasOn(() => startRedis());
});
