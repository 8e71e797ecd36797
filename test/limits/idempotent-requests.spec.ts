import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { ApiClient, type ErrorBody } from '../support/api-client.js';
import { startApiReplica, type ApiReplica } from '../support/api-replica.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { tabletopPlan } from '../support/tabletop-plan.js';
import { Witness } from '../support/witness.js';
import { WITHOUT_LIMITS } from '../../lab/service/without-limits.js';

const PLAN = tabletopPlan();

let service: IsolatedService;
let replica: ApiReplica;
let witness: Witness;
let database: pg.Client;
let first: ApiClient;
let second: ApiClient;
let key: string;
let keys = 0;

beforeAll(async () => {
  witness = await Witness.start();
  service = await startIsolatedService();
  replica = await startApiReplica(service, WITHOUT_LIMITS);
  database = await connect();
  const token = await service.token();
  first = new ApiClient(service.service.address, token);
  second = new ApiClient(replica.address, token);
});
afterAll(async () => {
  await database?.end();
  await replica?.process.stop();
  await service?.stop();
  await witness?.stop();
});
afterEach(async () => {
  await Promise.all([...holders].map((release) => release()));
});
beforeEach(() => {
  key = `key-${++keys}`;
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: service.service.databaseUrl });
  await client.connect();
  return client;
}

const plan = (name: string) => ({ ...PLAN, plan_name: name });
const create = <T = { readonly plan_id: string }>(client: ApiClient, body: unknown, headers = {}) =>
  client.post<T>('/plans', { body, headers: { 'idempotency-key': key, ...headers } });

async function plansNamed(name: string): Promise<number> {
  const { rows } = await database.query('SELECT 1 FROM disaster_recovery_plans WHERE plan_name = $1', [name]);
  return rows.length;
}

async function keyRow(): Promise<{ readonly status: number | null } | undefined> {
  const { rows } = await database.query<{ status: number | null }>(
    'SELECT status FROM idempotency_keys WHERE key = $1',
    [key],
  );
  return rows[0];
}

/** What a failed test still holds would hold the next one back. */
const holders = new Set<() => Promise<void>>();

/** Holds every writer of a table back until it is released: a place at which a request stands still. */
async function hold(lock: string): Promise<() => Promise<void>> {
  const holder = await connect();
  const release = async (): Promise<void> => {
    if (holders.delete(release)) await holder.end();
  };
  holders.add(release);
  await holder.query('BEGIN');
  await holder.query(lock);
  return release;
}

const HOLD_PLANS = 'LOCK TABLE disaster_recovery_plans IN SHARE MODE';

describe('the same key and body', () => {
  it('gets the same answer at every replica, and is carried out once', async () => {
    const original = await create(first, plan('once'));
    expect(original.status).toBe(201);
    expect(original.headers.get('idempotency-replayed')).toBeNull();
    const { plan_name, ...rest } = plan('once');
    for (const client of [first, second]) {
      // In another order of fields, and with the key in the draft's form.
      const repeated = await create(client, { ...rest, plan_name }, { 'idempotency-key': `"${key}"` });
      expect(repeated.status).toBe(201);
      expect(repeated.headers.get('idempotency-replayed')).toBe('true');
      expect(JSON.stringify(repeated.body)).toBe(JSON.stringify(original.body));
    }
    expect(await plansNamed('once')).toBe(1);
  });

  it('is carried out once when it comes to both replicas at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => create<ErrorBody>(i % 2 === 0 ? first : second, plan('at once'))),
    );
    expect(await plansNamed('at once')).toBe(1);
    const created = answers.filter(({ status }) => status === 201);
    expect(created.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    for (const { status, body, headers } of answers.filter((answer) => !created.includes(answer))) {
      expect({ status, error: body.error }).toEqual({ status: 409, error: 'idempotency_in_progress' });
      expect(headers.get('retry-after')).toBe('1');
    }
  });

  it('while the first is under way, the second is told to come again, and then has its answer', async () => {
    const release = await hold(HOLD_PLANS);
    const original = create(first, plan('slow'));
    await waitUntil(keyRow, { what: 'the request is under way' });
    const early = await create<ErrorBody>(second, plan('slow'));
    expect(early).toMatchObject({ status: 409, body: { error: 'idempotency_in_progress' } });
    await release();
    const { body } = await original;
    expect((await create(second, plan('slow'))).body).toEqual(body);
    expect(await plansNamed('slow')).toBe(1);
  });

  it('gets the same refusal', async () => {
    // Its failover waits for a person: a walk-through may be over before the next one is asked for.
    const { plan_id } = (await create(first, effectPlan(witness, ['Wait']))).body;
    const failover = (client: ApiClient, failoverKey: string) =>
      client.post<ErrorBody>(`/plans/${plan_id}/failover`, {
        body: failoverRequest(),
        headers: { 'idempotency-key': failoverKey },
      });
    expect((await failover(first, `${key}-a`)).status).toBe(202);
    const refused = await failover(first, `${key}-b`);
    expect(refused.body.error).toBe('failover_in_progress');
    const repeated = await failover(second, `${key}-b`);
    expect({ status: repeated.status, body: repeated.body }).toEqual({ status: 409, body: refused.body });
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect((await failover(second, `${key}-a`)).status).toBe(202);
  });

  it('belongs to one caller and one path', async () => {
    const other = new ApiClient(replica.address, await service.token({ subject: 'admin_other' }));
    const ids = [(await create(first, plan('mine'))).body.plan_id, (await create(other, plan('mine'))).body.plan_id];
    expect(new Set(ids).size).toBe(2);
    const [planId] = ids;
    const body = failoverRequest();
    const headers = { 'idempotency-key': key };
    expect((await first.post(`/plans/${planId}/failover`, { body, headers })).status).toBe(202);
  });

  it('is good for a new request when it has expired', async () => {
    await create(first, plan('a day ago'));
    await database.query('UPDATE idempotency_keys SET expires_at = now() WHERE key = $1', [key]);
    expect((await create(second, plan('today'))).status).toBe(201);
    expect((await create(first, plan('today'))).headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('a key', () => {
  it('with another body is refused, and nothing is done', async () => {
    await create(first, plan('original'));
    const reused = await create<ErrorBody>(second, plan('another'));
    expect(reused).toMatchObject({ status: 422, body: { error: 'idempotency_key_reused' } });
    expect(await plansNamed('another')).toBe(0);
  });

  it.each([
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not printable', 'schl\u00fcssel'],
  ])('that is %s is refused, and nothing is done', async (what, bad) => {
    const refused = await create<ErrorBody>(first, plan(what), { 'idempotency-key': bad });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: 'invalid_idempotency_key', details: { field: 'Idempotency-Key', issue: expect.any(String) } },
    });
    expect(await plansNamed(what)).toBe(0);
  });
});

describe('a request that fails on our side', () => {
  it('before it has done anything frees its key', async () => {
    const release = await hold(HOLD_PLANS);
    const failing = create<ErrorBody>(first, plan('cut off'));
    await terminate(`wait_event_type = 'Lock' AND query ILIKE '%INSERT INTO "disaster_recovery_plans"%'`);
    expect((await failing).status).toBe(503);
    await release();
    expect((await create(second, plan('cut off'))).status).toBe(201);
    expect(await plansNamed('cut off')).toBe(1);
  });

  it('after it may have done something is never carried out again', async () => {
    // Its transaction stands still at its last table; whoever waits for all of another table gets it at the commit, and
    // so before the plan can be read back for the answer.
    const releaseLast = await hold('LOCK TABLE recovery_procedures IN SHARE MODE');
    const request = create<ErrorBody>(second, plan('committed'));
    await until(`wait_event_type = 'Lock' AND query ILIKE '%recovery_procedures%'`);
    const queued = hold('LOCK TABLE plan_authority IN ACCESS EXCLUSIVE MODE');
    await until(`wait_event_type = 'Lock' AND query ILIKE 'LOCK TABLE plan_authority%'`);
    await releaseLast();
    const releaseAuthority = await queued;
    await terminate(`wait_event_type = 'Lock' AND query ILIKE '%plan.plan_id = $1%'`);
    const failing = await request;
    await releaseAuthority();
    expect(failing.status).toBe(503);
    expect(await plansNamed('committed')).toBe(1);
    const again = await create<ErrorBody>(first, plan('committed'));
    expect(again).toMatchObject({ status: 409, body: { error: 'idempotency_outcome_unknown' } });
    expect(await plansNamed('committed')).toBe(1);
  });
});

describe('an API that is killed', () => {
  let victim: ApiReplica;
  let client: ApiClient;

  beforeEach(async () => {
    victim = await startApiReplica(service, WITHOUT_LIMITS);
    client = new ApiClient(victim.address, await service.token());
  });
  afterEach(() => victim.process.stop());

  async function expectNeverAgain(name: string, effects: number): Promise<void> {
    // As long as the dead one's lock lasts, it may still be alive.
    expect((await create<ErrorBody>(first, plan(name))).body.error).toBe('idempotency_in_progress');
    await database.query('UPDATE idempotency_keys SET locked_until = now() WHERE key = $1', [key]);
    for (const survivor of [first, second]) {
      const answer = await create<ErrorBody>(survivor, plan(name));
      expect(answer).toMatchObject({ status: 409, body: { error: 'idempotency_outcome_unknown' } });
      expect(answer.headers.get('retry-after')).toBeNull();
    }
    expect(await plansNamed(name)).toBe(effects);
  }

  it('before the effect leaves a key that is never carried out again', async () => {
    const release = await hold(HOLD_PLANS);
    const lost = create(client, plan('killed before')).then(
      () => 'answered',
      () => 'lost',
    );
    await waitUntil(keyRow, { what: 'the request is under way' });
    await victim.process.kill();
    expect(await lost).toBe('lost');
    await release();
    await expectNeverAgain('killed before', 0);
  });

  it('between the effect and the answer leaves one effect, and a key that is never carried out again', async () => {
    const releasePlans = await hold(HOLD_PLANS);
    const lost = create(client, plan('killed after')).then(
      () => 'answered',
      () => 'lost',
    );
    await waitUntil(keyRow, { what: 'the request is under way' });
    const releaseKey = await hold(`SELECT FROM idempotency_keys WHERE key = '${key}' FOR UPDATE`);
    await releasePlans();
    await waitUntil(async () => (await plansNamed('killed after')) === 1, { what: 'the plan is there' });
    const remembering = `wait_event_type = 'Lock' AND query ILIKE '%UPDATE idempotency_keys SET status%'`;
    await until(remembering);
    await victim.process.kill();
    expect(await lost).toBe('lost');
    await terminate(remembering);
    await releaseKey();
    await expectNeverAgain('killed after', 1);
  });
});

/** Waits until a session of PostgreSQL stands at such a place. */
async function until(where: string, what = 'pid'): Promise<void> {
  await waitUntil(
    async () => {
      const sessions = `SELECT ${what} FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${where}`;
      return (await database.query(sessions)).rows.length > 0;
    },
    { what: `a session stands where ${where}` },
  );
}

/** Ends the sessions that stand at such a place, as soon as there are some. */
const terminate = (where: string): Promise<void> => until(where, 'pg_terminate_backend(pid)');
