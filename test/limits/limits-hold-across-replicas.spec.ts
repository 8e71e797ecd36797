import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis, type IsolatedRedis } from '../../lab/service/isolated-redis.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { ApiClient, type ApiAnswer, type ErrorBody } from '../support/api-client.js';
import { startApiReplica, type ApiReplica } from '../support/api-replica.js';
import { failoverRequest } from '../support/effect-plan.js';
import { requires } from '../support/requirements.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

const PLAN = tabletopPlan();
const BROKEN_PLAN = { ...PLAN, plan_name: undefined };
/** SPEC.md's limit of plans; a window of failovers that a test can see the end of. */
const LIMITS = { RATE_LIMIT_PLANS: '5/1h', RATE_LIMIT_FAILOVERS: '2/5s' };

type PlanAnswer = ApiAnswer<{ readonly plan_id: string }>;

function limitsHoldOn(start: () => Promise<IsolatedRedis | null>): void {
  let redis: IsolatedRedis | null;
  let service: IsolatedService;
  let replica: ApiReplica;
  let callers = 0;
  let first: ApiClient;
  let second: ApiClient;

  beforeAll(async () => {
    redis = await start();
    const env = { ...LIMITS, ...(redis ? { QUEUE_URL: redis.url } : {}) };
    service = await startIsolatedService(env);
    replica = await startApiReplica(service, env);
  });
  afterAll(async () => {
    await replica?.process.stop();
    await service?.stop();
    await redis?.stop();
  });
  /** Each test has a caller of its own, who has used up nothing. */
  beforeEach(async () => {
    const token = await service.token({ subject: `admin_${++callers}` });
    first = new ApiClient(service.service.address, token);
    second = new ApiClient(replica.address, token);
  });

  const create = (client: ApiClient, body: unknown = PLAN) => client.post<{ plan_id: string }>('/plans', { body });

  it('of many requests at once at two replicas, exactly as many pass as the limit says', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => create(i % 2 === 0 ? first : second)));
    expect(statuses(answers)).toEqual({ 201: 5, 429: 25 });
    const other = await service.token({ subject: 'admin_other' });
    expect((await create(new ApiClient(replica.address, other))).status).toBe(201);
  });

  it('says what is left, and when there is more', async () => {
    const passed = await create(first);
    expect(passed.headers.get('ratelimit-policy')).toBe('"plans";q=5;w=3600');
    expect(passed.headers.get('ratelimit')).toMatch(/^"plans";r=4;t=3(600|599)$/);
    expect(passed.headers.get('retry-after')).toBeNull();
    for (let i = 0; i < 4; i++) await create(second);
    const refused = await first.post<ErrorBody>('/plans', { body: PLAN });
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      error: 'rate_limited',
      message: 'At most 5 requests (plans) in 3600 seconds',
      details: { limit: 5, window_seconds: 3600, retry_after_seconds: expect.any(Number) },
    });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBe(refused.body.details['retry_after_seconds']);
    expect(wait).toBeGreaterThan(3000);
    expect(wait).toBeLessThanOrEqual(3600);
    expect(refused.headers.get('ratelimit')).toBe(`"plans";r=0;t=${wait}`);
  });

  it('does not count what is refused', async () => {
    for (let i = 0; i < 7; i++) expect((await create(i % 2 === 0 ? first : second, BROKEN_PLAN)).status).toBe(422);
    const refused = await create(first, BROKEN_PLAN);
    expect(refused.headers.get('ratelimit')).toMatch(/^"plans";r=5;/);
    const stranger = new ApiClient(service.service.address, 'not a token');
    expect((await create(stranger)).status).toBe(401);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => create(i % 2 === 0 ? first : second)));
    expect(statuses(answers)).toEqual({ 201: 5, 429: 3 });
  });

  it('does not count the repetition of a request, and repeats it when the limit is used up', async () => {
    const once = { body: PLAN, headers: { 'idempotency-key': 'the-same' } };
    const original: PlanAnswer = await first.post('/plans', once);
    for (let i = 0; i < 6; i++) expect((await second.post<unknown>('/plans', once)).body).toEqual(original.body);
    expect(statuses(await Promise.all(Array.from({ length: 6 }, () => create(first))))).toEqual({ 201: 4, 429: 2 });
    expect((await first.post('/plans', once)).status).toBe(201);
  });

  it('a request that came too often may come again with the same key', async () => {
    const plans = await Promise.all([0, 1, 2].map(() => create(first)));
    const failover = (i: number, client: ApiClient) =>
      client.post(`/plans/${plans[i]!.body.plan_id}/failover`, {
        body: failoverRequest(),
        headers: { 'idempotency-key': `failover-${i}` },
      });
    // At once, so that they are of one window.
    const answers = await Promise.all([failover(0, first), failover(1, second), failover(2, first)]);
    expect(statuses(answers)).toEqual({ 202: 2, 429: 1 });
    const late = answers.findIndex(({ status }) => status === 429);
    expect(Number(answers[late]!.headers.get('retry-after'))).toBeLessThanOrEqual(5);
    const passed = await waitUntil(
      async () => {
        const answer = await failover(late, late === 1 ? first : second);
        return answer.status !== 429 && answer;
      },
      { what: 'the window has ended' },
    );
    expect(passed.status).toBe(202);
    expect(passed.headers.get('idempotency-replayed')).toBeNull();
  });
}

describe('limits counted in PostgreSQL', () => {
  limitsHoldOn(() => Promise.resolve(null));
});

const installed = requires('redis-server');
installed.describe('limits counted on Redis', () => {
  limitsHoldOn(() => startRedis());
});

installed.describe('without the Redis that counts', () => {
  it('requests go on without limits, and are counted again when it is back', async () => {
    const redis = (await startRedis())!;
    const { port } = new URL(redis.url);
    const service = await startIsolatedService({ RATE_LIMIT_PLANS: '1/1h', QUEUE_URL: redis.url });
    const client = new ApiClient(service.service.address, await service.token());
    const create = async () => (await client.post('/plans', { body: PLAN })).status;
    let again: IsolatedRedis | null = null;
    try {
      expect([await create(), await create()]).toEqual([201, 429]);
      await redis.stop();
      expect([await create(), await create()]).toEqual([201, 201]);
      again = await startRedis(Number(port));
      await waitUntil(async () => (await create()) === 429, { what: 'requests are counted again' });
    } finally {
      const stopped = service.stop();
      // BullMQ, whose Redis was away, would wait for its next attempt to connect.
      service.service.hurry();
      await stopped;
      await again?.stop();
    }
  });
});

function statuses(answers: readonly { readonly status: number }[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
