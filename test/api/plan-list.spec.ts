import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { PLANS, text } from './plan-support.js';
import { contractDocument, field, ServiceUnderTest } from './running-service.js';

let service: ServiceUnderTest;
let contract: Readonly<Record<string, Json>>;
const ids: string[] = [];

const list = (query = '') => service.call('GET', `${PLANS}${query}`);
const items = (body: Json) => field(body, 'items') as readonly Readonly<Record<string, Json>>[];
const names = async (query: string) => items((await list(query)).body).map((plan) => plan['plan_name']);

async function create(change: Readonly<Record<string, Json>>): Promise<string> {
  return text((await service.call('POST', PLANS, { body: { ...contract, ...change } })).body, 'plan_id');
}

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  contract = (await contractDocument('1-create-disaster-recovery-plan')).request;
  ids.push(await create({ plan_name: 'Orders', priority: 'critical', rto: 5, recovery_tier: 'tier_1' }));
  ids.push(await create({ plan_name: 'billing', priority: 'low', rto: 90, scope: 'application' }));
  ids.push(await create({ plan_name: 'Archive of orders', priority: 'high', rto: 30, recovery_tier: 'tier_2' }));
  ids.push(await create({ plan_name: 'Old orders' }));
  await service.call('DELETE', `${PLANS}/${ids[3]}`);
});

afterAll(async () => {
  await service?.stop();
});

describe('the list of plans', () => {
  test('shows plans in use as summaries, the newest first', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(Object.keys(body as object)).toEqual(['items', 'next_cursor']);
    expect(field(body, 'next_cursor')).toBeNull();
    expect(items(body).map((plan) => plan['plan_id'])).toEqual([ids[2], ids[1], ids[0]]);
    expect(items(body)[2]).toEqual({
      plan_id: ids[0],
      plan_name: 'Orders',
      description: contract['description'],
      scope: 'data_center',
      priority: 'critical',
      rto: 5,
      rpo: 60,
      recovery_tier: 'tier_1',
      component_count: 2,
      procedure_count: 1,
      status: 'active',
      created_at: expect.any(String),
      created_by: 'admin_123456789',
      last_tested: null,
      next_test: '2024-04-01T00:00:00Z',
      version: 1,
      execution_mode: 'simulation',
      active_site: 'primary',
      // Nothing of a simulation is protected.
      protection: { state: null, since: null, lag_bytes: null, replay_lag_ms: null, reprotecting_execution: null },
    });
  });

  test.each([
    ['?status=archived', ['Old orders']],
    ['?status=all&q=ORDERS&sort=plan_name', ['Archive of orders', 'Old orders', 'Orders']],
    ['?priority=low', ['billing']],
    ['?scope=application', ['billing']],
    ['?recovery_tier=tier_2', ['Archive of orders']],
    ['?execution_mode=live', []],
    ['?priority=critical&recovery_tier=tier_1&q=ord', ['Orders']],
    ['?sort=plan_name', ['Archive of orders', 'billing', 'Orders']],
    ['?sort=-priority', ['Orders', 'Archive of orders', 'billing']],
    ['?sort=rto', ['Orders', 'Archive of orders', 'billing']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test('comes in pages, and is counted when that is asked for', async () => {
    const first = await list('?sort=plan_name&limit=2&include_total=true');
    expect(first.body).toMatchObject({ total: 3 });
    expect(items(first.body)).toHaveLength(2);
    const cursor = text(first.body, 'next_cursor');
    const second = await list(`?sort=plan_name&limit=2&cursor=${cursor}`);
    expect(second.body).toMatchObject({ items: [{ plan_name: 'Orders' }], next_cursor: null });
    const other = await list(`?sort=rto&cursor=${cursor}`);
    expect(other).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
  });

  test.each([
    ['?colour=red', 'Unknown field: colour'],
    ['?sort=colour', 'Invalid sort value: must be one of created_at, -created_at'],
    ['?priority=urgent', 'Invalid priority value: must be one of critical, high, medium, low'],
    ['?status=deleted', 'Invalid status value: must be one of active, archived, all'],
    ['?limit=0', 'Invalid limit value: must be a whole number from 1 to 200'],
    ['?limit=201', 'Invalid limit value: must be a whole number from 1 to 200'],
    ['?priority=low&priority=high', 'Invalid priority value: must be one of'],
    ['?cursor=nonsense', 'Invalid cursor value: must be the next_cursor'],
    ['?q=%00', 'Invalid q value: must not contain NUL'],
  ])('%s is refused by name', async (query, issue) => {
    const { status, body } = await list(query);
    expect({ status, body }).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
    expect(field(field(body, 'details'), 'issues')).toEqual([expect.stringContaining(issue)]);
  });
});
