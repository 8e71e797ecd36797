import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, text, ServiceUnderTest, type Answer, type Call } from './running-service.js';

const PLANS = '/disaster-recovery/plans';

let service: ServiceUnderTest;
let planId: string;
let plan: Readonly<Record<string, Json>>;
let failover: Readonly<Record<string, Json>>;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  plan = (await contractDocument('1-create-disaster-recovery-plan')).request;
  failover = (await contractDocument('2-initiate-failover')).request;
  planId = text((await service.call('POST', PLANS, { body: plan })).body, 'plan_id');
});

afterAll(async () => {
  await service?.stop();
});

const failoverOf = (id: string) => `${PLANS}/${id}/failover`;

/** The contract's one form of errors. */
function expectRefusal(answer: Answer, status: number, error: string, details: object = {}): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { error, details } });
  expect(Object.keys(answer.body as object).toSorted()).toEqual(['details', 'error', 'message']);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w.-]+$/);
}

describe('nothing is written when the request is refused:', () => {
  let before: Readonly<Record<string, number>>;

  beforeEach(async () => {
    before = await service.rowCounts();
  });

  afterEach(async () => {
    expect(await service.rowCounts()).toEqual(before);
  });

  describe('bodies', () => {
    test('malformed JSON', async () => {
      expectRefusal(await service.call('POST', PLANS, { body: '{"plan_name": ' }), 400, 'invalid_dr_plan', {
        field: 'body',
        issue: 'The body is not valid JSON',
      });
      expectRefusal(await service.call('POST', failoverOf(planId), { body: '{' }), 400, 'invalid_request');
    });

    test.each([
      ['a list', '[]'],
      ['a text', '"plan"'],
      ['null', 'null'],
      ['nothing', undefined],
    ])('%s instead of an object', async (_, body) => {
      expectRefusal(await service.call('POST', PLANS, { body }), 400, 'invalid_dr_plan', { field: 'body' });
      expectRefusal(await service.call('POST', failoverOf(planId), { body }), 400, 'invalid_request');
    });

    test('over the limit', async () => {
      const body = { ...plan, description: 'x'.repeat(1024 * 1024) };
      expectRefusal(await service.call('POST', PLANS, { body }), 413, 'payload_too_large');
    });

    test('not JSON at all', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expectRefusal(await service.call('POST', PLANS, { body: 'plan_name=x', headers }), 415, 'unsupported_media_type');
    });

    test('nested without end', async () => {
      const body = `{"scope":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      expectRefusal(await service.call('POST', PLANS, { body }), 422, 'validation_failed');
    });

    test('with more items or fields than anybody has', async () => {
      const many = { ...plan, components: Array.from({ length: 300_000 }, () => ({})) };
      expectRefusal(await service.call('POST', PLANS, { body: many }), 422, 'validation_failed');
      const fields = Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [`f${i}`, 1]));
      expectRefusal(await service.call('POST', PLANS, { body: fields }), 422, 'validation_failed');
    });
  });

  describe('plans', () => {
    test('with missing fields, wrong types and unknown fields: all named at once', async () => {
      const { scope: _, ...rest } = plan;
      const answer = await service.call('POST', PLANS, { body: { ...rest, rto: '240', rpo: null, colour: 'red' } });
      expectRefusal(answer, 422, 'validation_failed', {
        issues: expect.arrayContaining([
          'Missing required field: scope',
          'Invalid RTO value: must be a whole number of at least 1',
          'Missing required field: rpo',
          'Unknown field: colour',
        ]),
      });
      expect(field(field(answer.body, 'details'), 'issues')).toHaveLength(4);
    });

    test('with text that can not be stored', async () => {
      for (const plan_name of ['a\0b', '\ud800']) {
        expectRefusal(await service.call('POST', PLANS, { body: { ...plan, plan_name } }), 422, 'validation_failed');
      }
    });

    test('that make no sense: all of it named at once', async () => {
      const [database, gateway] = plan['components'] as readonly { readonly [key: string]: Json }[];
      const components = [
        { ...database, dependencies: ['comp_123456790'], recovery_procedures: ['pray'] },
        { ...gateway, dependencies: ['comp_123456789', 'comp_0'] },
      ];
      const answer = await service.call('POST', PLANS, { body: { ...plan, components } });
      expectRefusal(answer, 400, 'invalid_dr_plan');
      expect(field(answer.body, 'message')).toBe('Invalid disaster recovery plan');
      const details = field(answer.body, 'details');
      const issues = field(details, 'issues') as readonly { field: string; issue: string }[];
      expect(issues[0]).toEqual({ field: field(details, 'field'), issue: field(details, 'issue') });
      expect(issues.map(({ issue }) => issue)).toEqual([
        expect.stringContaining('Unknown procedure: pray'),
        'Unknown component: comp_0',
        expect.stringContaining('Dependencies form a cycle'),
      ]);
    });

    test('with a password in a target', async () => {
      const [database] = plan['components'] as readonly { readonly [key: string]: Json }[];
      const target = { driver: 'postgres', url: 'postgres://recovery:hunter2@127.0.0.1/app' };
      const components = [
        { ...database, recovery_procedures: ['database_failover'], targets: { primary: target, secondary: target } },
      ];
      const answer = await service.call('POST', PLANS, { body: { ...plan, components } });
      expectRefusal(answer, 400, 'invalid_dr_plan');
      expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    });
  });

  describe('failovers', () => {
    test('of a plan that does not exist, whatever its id looks like', async () => {
      for (const id of ['plan_123456789', '%00', '..%2f..', "'%20OR%201=1", 'x'.repeat(3000)]) {
        expectRefusal(await service.call('POST', failoverOf(id), { body: failover }), 404, 'plan_not_found');
      }
      expectRefusal(await service.call('POST', failoverOf('%FF'), { body: failover }), 400, 'invalid_request');
    });

    test('with fields that are wrong', async () => {
      const body = { failover_type: 'sudden', components: ['a', 1], execution_options: { timeout: 0, haste: true } };
      expectRefusal(await service.call('POST', failoverOf(planId), { body }), 422, 'validation_failed', {
        issues: expect.arrayContaining([
          'Invalid failover_type value: must be one of planned, unplanned',
          'Missing required field: reason',
          'Invalid components value: item 1 must be a text of 1 to 200 characters',
          'Invalid execution_options.timeout value: must be a whole number of at least 1',
          'Unknown field: execution_options.haste',
        ]),
      });
    });

    test.each([
      [{ components: ['comp_0'] }, { field: 'components[0]', issue: 'Unknown component: comp_0' }],
      [{ components: [] }, { field: 'components', issue: 'Must name at least one component' }],
      [
        { outage_started_at: '2999-01-01T00:00:00Z' },
        { field: 'outage_started_at', issue: 'Must not be in the future' },
      ],
    ])('that do not fit the plan: %j', async (change, details) => {
      const body = { ...failover, ...change };
      expectRefusal(await service.call('POST', failoverOf(planId), { body }), 400, 'invalid_failover_request', details);
    });
  });

  describe('callers', () => {
    const attempts: readonly (readonly [method: string, path: () => string, call: () => Call])[] = [
      ['POST', () => PLANS, () => ({ body: plan })],
      ['POST', () => failoverOf(planId), () => ({ body: failover })],
      ['GET', () => '/disaster-recovery/failovers/failover_1/status', () => ({})],
      ['PUT', () => '/disaster-recovery/secrets/pg', () => ({ body: { value: 'x' } })],
    ];

    test.each(attempts)(
      '%s without a token, or with one that is not ours or no longer good',
      async (method, path, call) => {
        const tokens: readonly (readonly [string, string | null])[] = [
          ['token_missing', null],
          ['token_invalid', 'admin'],
          ['token_invalid', await service.token({ secret: 'a secret of somebody else, as long as ours' })],
          ['token_expired', await service.token({ expiresInSeconds: -60 })],
        ];
        for (const [reason, token] of tokens) {
          const answer = await service.call(method, path(), { ...call(), token });
          expectRefusal(answer, 401, 'unauthorized', { reason });
          expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
        }
      },
    );

    test('a token in the query or the body is none', async () => {
      const token = await service.token();
      const query = await service.call('GET', `${PLANS}/${planId}?access_token=${token}`, { token: null });
      expectRefusal(query, 401, 'unauthorized', { reason: 'token_missing' });
      const body = await service.call('POST', PLANS, { body: { ...plan, access_token: token }, token: null });
      expectRefusal(body, 401, 'unauthorized', { reason: 'token_missing' });
    });

    test('without the role for it', async () => {
      const viewer = await service.token({ subject: 'viewer_1', roles: ['viewer'] });
      expectRefusal(await service.call('POST', PLANS, { body: plan, token: viewer }), 403, 'forbidden', {
        permission: 'plan.write',
      });
      const operator = await service.token({ subject: 'operator_1', roles: ['operator'] });
      const secret = await service.call('PUT', '/disaster-recovery/secrets/pg', {
        body: { value: 'x' },
        token: operator,
      });
      expectRefusal(secret, 403, 'forbidden', { permission: 'secret.write' });
    });

    test('in the name of somebody else', async () => {
      const token = await service.token({ subject: 'operator_1', roles: ['operator'] });
      expectRefusal(await service.call('POST', PLANS, { body: plan, token }), 403, 'actor_mismatch', {
        field: 'created_by',
      });
      expectRefusal(await service.call('POST', failoverOf(planId), { body: failover, token }), 403, 'actor_mismatch', {
        field: 'initiated_by',
      });
    });
  });

  test('addresses and methods that do not exist', async () => {
    expectRefusal(await service.call('GET', '/disaster-recovery/plan'), 404, 'not_found');
    const answer = await service.call('PATCH', `${PLANS}/${planId}`);
    expectRefusal(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('DELETE, GET, PUT');
    expectRefusal(await service.call('GET', '/disaster-recovery/failovers/nope/status'), 404, 'failover_not_found');
    expectRefusal(await service.call('GET', '/disaster-recovery/executions/nope'), 404, 'execution_not_found');
  });

  test('a secret whose name or value is not one', async () => {
    const path = '/disaster-recovery/secrets';
    expectRefusal(await service.call('PUT', `${path}/a%2Fb`, { body: { value: 'x' } }), 400, 'invalid_request');
    expectRefusal(await service.call('PUT', `${path}/pg`, { body: { value: '' } }), 422, 'validation_failed');
  });
});

describe('control: what is refused above is the request, not everything', () => {
  test('the same plan by a caller who may act for others', async () => {
    const token = await service.token({ subject: 'portal', roles: ['operator'], mayActFor: ['admin_123456789'] });
    const answer = await service.call('POST', PLANS, { body: plan, token });
    expect(answer.status).toBe(201);
    expect(field(answer.body, 'created_by')).toBe('admin_123456789');
  });

  test('a secret is written, encrypted, and never answered', async () => {
    const value = 'postgres://recovery:hunter2@127.0.0.1/app';
    const put = await service.call('PUT', '/disaster-recovery/secrets/pg-toronto', { body: { value } });
    expect({ status: put.status, body: put.body }).toEqual({ status: 204, body: null });
    const rows = await service.sql<{ all: string }>('SELECT secrets::text AS all FROM secrets');
    expect(rows).toHaveLength(1);
    expect(Buffer.from(rows[0]!.all).toString()).not.toContain(Buffer.from('hunter2').toString('hex'));
    expect((await service.call('GET', '/disaster-recovery/secrets/pg-toronto')).status).toBe(405);
  });

  test('the row counts see a plan', async () => {
    const before = await service.rowCounts();
    await service.call('POST', PLANS, { body: plan });
    expect(await service.rowCounts()).not.toEqual(before);
  });
});
