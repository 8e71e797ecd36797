import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, ServiceUnderTest, until, type Answer } from './running-service.js';

const PLANS = '/disaster-recovery/plans';

type Document = Readonly<Record<string, Json>>;

let service: ServiceUnderTest;
let contract: Document;
let planId: string;
let tag: string;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  contract = (await contractDocument('1-create-disaster-recovery-plan')).request;
});

afterAll(async () => {
  await service?.stop();
});

beforeEach(async () => {
  const created = await service.call('POST', PLANS, { body: contract });
  planId = String(field(created.body, 'plan_id'));
  tag = created.headers.get('etag')!;
});

const plan = (path = '') => `${PLANS}/${planId}${path}`;
const get = (path = '') => service.call('GET', plan(path));
const post = (path: string, body?: unknown) => service.call('POST', plan(path), { body });
const put = (body: unknown, ifMatch: string | null = tag) =>
  service.call('PUT', plan(), { body, headers: ifMatch === null ? {} : { 'if-match': ifMatch } });
const archive = (headers = {}) => service.call('DELETE', plan(), { headers });

function expectRefusal(answer: Answer, status: number, error: string, details: object = {}): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { error, details } });
}

async function failover(): Promise<string> {
  const { request } = await contractDocument('2-initiate-failover');
  return String(field((await post('/failover', request)).body, 'failover_id'));
}

describe('an update', () => {
  test('makes a new version, and answers as reading it does', async () => {
    const answer = await put({ ...contract, plan_name: 'Renamed', rto: 5 });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ plan_id: planId, plan_name: 'Renamed', rto: 5, version: 2, status: 'active' });
    expect(answer.headers.get('etag')).toMatch(/^"2-/);
    const read = await get();
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  test('has to say what it is based on', async () => {
    expectRefusal(await put(contract, null), 428, 'precondition_required', { header: 'If-Match' });
  });

  test('based on what is not the newest any more is refused, and says what is', async () => {
    await put({ ...contract, rto: 5 });
    expectRefusal(await put({ ...contract, rto: 6 }), 412, 'precondition_failed', { current_version: 2 });
    expectRefusal(await put({ ...contract, rto: 6 }, `W/"2"`), 412, 'precondition_failed');
    expect((await put({ ...contract, rto: 6 }, '"2"')).body).toMatchObject({ version: 3 });
    expect((await put({ ...contract, rto: 7 }, '*')).body).toMatchObject({ version: 4 });
  });

  test('that says what the plan says already makes no version', async () => {
    const answer = await put(Object.fromEntries(Object.entries(contract).toReversed()));
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200, body: { version: 1 } });
    expect(answer.headers.get('etag')).toBe(tag);
  });

  test('of twenty with the same If-Match exactly one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => put({ ...contract, rto: 100 + i })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
    expect((await get()).body).toEqual(won[0]!.body);
    expect(field((await get('/versions')).body, 'items')).toHaveLength(2);
  });

  test('that is faulty, or of nothing, writes nothing', async () => {
    const before = await service.rowCounts();
    expectRefusal(await put({ ...contract, rto: -1 }), 422, 'validation_failed');
    expectRefusal(await put({ ...contract, components: [] }), 400, 'invalid_dr_plan');
    expectRefusal(await put('{'), 400, 'invalid_dr_plan', { field: 'body' });
    expectRefusal(await put({ ...contract, rto: 6 }, '"7"'), 412, 'precondition_failed');
    const headers = { 'if-match': '*' };
    const nowhere = await service.call('PUT', `${PLANS}/plan_0`, { body: contract, headers });
    expectRefusal(nowhere, 404, 'plan_not_found');
    expect(await service.rowCounts()).toEqual(before);
  });

  test('needs the role for it, and is in nobody else’s name', async () => {
    const headers = { 'if-match': tag };
    const viewer = await service.token({ subject: 'viewer_1', roles: ['viewer'] });
    expectRefusal(await service.call('PUT', plan(), { body: contract, headers, token: viewer }), 403, 'forbidden');
    const operator = await service.token({ subject: 'operator_1', roles: ['operator'] });
    const forged = await service.call('PUT', plan(), { body: contract, headers, token: operator });
    expectRefusal(forged, 403, 'actor_mismatch', { field: 'created_by' });
  });

  test('leaves executions on the version that they began with', async () => {
    const failoverId = await failover();
    await put({ ...contract, rto: 1, rpo: 1 });
    const status = await until(async () => {
      const { body } = await service.call('GET', `/disaster-recovery/failovers/${failoverId}/status`);
      return field(body, 'status') === 'completed' ? body : null;
    }, 'the failover had ended');
    expect(status).toMatchObject({ measurements: { rto_target_minutes: 240, rpo_target_minutes: 60 } });
    const execution = await service.call('GET', `/disaster-recovery/executions/${failoverId}`);
    expect(execution.body).toMatchObject({ plan_version: 1 });
  });
});

describe('a reader who has the plan', () => {
  test('is told so, and nothing else', async () => {
    for (const header of [tag, `W/${tag}`, `"1", ${tag}`]) {
      const answer = await service.call('GET', plan(), { headers: { 'if-none-match': header } });
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 304, body: null });
      expect(answer.headers.get('etag')).toBe(tag);
    }
  });

  test('gets it again when work has moved to the other site, though no version was made', async () => {
    await service.sql(
      `UPDATE plan_authority SET active_site = 'secondary'
       WHERE plan_id = (SELECT id FROM disaster_recovery_plans WHERE plan_id = $1)`,
      [planId],
    );
    const answer = await service.call('GET', plan(), { headers: { 'if-none-match': tag } });
    expect(answer).toMatchObject({ status: 200, body: { active_site: 'secondary', version: 1 } });
    // And that is no reason to refuse an edit.
    expect((await put({ ...contract, rto: 5 })).status).toBe(200);
  });
});

describe('an archived plan', () => {
  test('is answered, executes nothing, is not changed, and comes back', async () => {
    const archived = await archive();
    expect(archived).toMatchObject({ status: 200, body: { plan_id: planId, status: 'archived', version: 1 } });
    expect((await archive()).status).toBe(200);
    const { request } = await contractDocument('2-initiate-failover');
    expectRefusal(await post('/failover', request), 409, 'plan_archived', { plan_id: planId });
    expectRefusal(await put({ ...contract, rto: 5 }), 409, 'plan_archived');
    const runbook = await get('/runbook');
    expect(runbook.status).toBe(200);

    const restored = await post('/restore');
    expect(restored).toMatchObject({ status: 200, body: { status: 'active', version: 1 } });
    expect(restored.headers.get('etag')).toBe(tag);
    expect((await post('/failover', request)).status).toBe(202);
  });

  test('is archived only as it was seen, when that was said', async () => {
    await put({ ...contract, rto: 5 });
    expectRefusal(await archive({ 'if-match': tag }), 412, 'precondition_failed', { current_version: 2 });
    expect((await archive({ 'if-match': '"2"' })).status).toBe(200);
    expectRefusal(await service.call('DELETE', `${PLANS}/plan_0`), 404, 'plan_not_found');
  });

  test('is none while a failover is under way', async () => {
    const failoverId = await failover();
    await until(async () => {
      const { body } = await service.call('GET', `/disaster-recovery/failovers/${failoverId}/status`);
      return field(body, 'status') === 'completed' ? true : null;
    }, 'the failover had ended');
    await service.sql(
      `UPDATE executions SET status = 'paused', lease_expires_at = 'infinity' WHERE execution_id = $1`,
      [failoverId],
    );
    expectRefusal(await archive(), 409, 'failover_in_progress', { failover_id: failoverId });
    expect((await get()).body).toMatchObject({ status: 'active' });
    await service.sql(`UPDATE executions SET status = 'completed' WHERE execution_id = $1`, [failoverId]);
    expect((await archive()).status).toBe(200);
  });
});

describe('versions', () => {
  test('are listed, the newest first, and kept as they were written', async () => {
    await put({ ...contract, rto: 5 });
    await put({ ...contract, rto: 6 }, '"2"');
    const first = await get('/versions?limit=2');
    expect(first.body).toMatchObject({
      plan_id: planId,
      items: [
        { version: 3, created_by: 'admin_123456789', created_at: expect.any(String) },
        { version: 2, created_by: 'admin_123456789' },
      ],
    });
    const cursor = String(field(first.body, 'next_cursor'));
    expect((await get(`/versions?limit=2&cursor=${cursor}`)).body).toMatchObject({
      items: [{ version: 1 }],
      next_cursor: null,
    });
    const { created_by: _, ...document } = contract;
    expect((await get('/versions/1')).body).toMatchObject({ plan_id: planId, version: 1, document });
    expectRefusal(await get('/versions?cursor=x'), 422, 'validation_failed');
    for (const version of ['4', '0', '-1', 'x', '99999999999']) {
      expectRefusal(await get(`/versions/${version}`), 404, 'plan_version_not_found');
    }
  });

  test('can be compared, both ways', async () => {
    const [database, gateway] = contract['components'] as readonly Document[];
    await put({ ...contract, rto: 5, components: [{ ...gateway, rto: 7, dependencies: [] }] });
    expect((await get('/versions/1/diff/2')).body).toEqual({
      plan_id: planId,
      from: 1,
      to: 2,
      changes: expect.arrayContaining([
        { path: 'rto', kind: 'changed', before: 240, after: 5 },
        { path: `components[${String(database!['component_id'])}]`, kind: 'removed', before: database, after: null },
        { path: `components[${String(gateway!['component_id'])}].rto`, kind: 'changed', before: 60, after: 7 },
      ]),
    });
    expect((await get('/versions/2/diff/1')).body).toMatchObject({
      changes: expect.arrayContaining([{ path: 'rto', kind: 'changed', before: 5, after: 240 }]),
    });
    expect((await get('/versions/2/diff/2')).body).toMatchObject({ changes: [] });
    expectRefusal(await get('/versions/1/diff/9'), 404, 'plan_version_not_found', { version: 9 });
  });
});

test('components and procedures of a plan, all and one', async () => {
  const [component] = contract['components'] as readonly Document[];
  const [procedure] = contract['recovery_procedures'] as readonly Document[];
  expect((await get('/components')).body).toMatchObject({ plan_id: planId, version: 1, items: contract['components'] });
  expect((await get(`/components/${String(component!['component_id'])}`)).body).toEqual(component);
  expectRefusal(await get('/components/comp_0'), 404, 'component_not_found', { component_id: 'comp_0' });
  expect((await get('/procedures')).body).toMatchObject({ items: contract['recovery_procedures'] });
  expect((await get(`/procedures/${String(procedure!['procedure_id'])}`)).body).toEqual(procedure);
  expectRefusal(await get('/procedures/proc_0'), 404, 'procedure_not_found', { procedure_id: 'proc_0' });
});

describe('validating', () => {
  let before: Readonly<Record<string, number>>;
  const validate = (body: unknown) => service.call('POST', `${PLANS}/validate`, { body });

  test('says what saving would say, and saves nothing', async () => {
    before = await service.rowCounts();
    expect(await validate(contract)).toMatchObject({ status: 200, body: { valid: true, issues: [] } });
    expect(await validate({ ...contract, rto: -1, colour: 'red' })).toMatchObject({
      status: 200,
      body: {
        valid: false,
        issues: expect.arrayContaining([
          { field: 'rto', issue: 'Invalid RTO value: must be a whole number of at least 1' },
          { field: 'colour', issue: 'Unknown field: colour' },
        ]),
      },
    });
    expect((await validate({ ...contract, components: [] })).body).toEqual({
      valid: false,
      issues: [{ field: 'components', issue: 'Missing required components' }],
    });
    expect((await validate([])).body).toMatchObject({ valid: false, issues: [{ field: 'body' }] });
    expectRefusal(await validate('{'), 400, 'invalid_request');
    expect(await service.rowCounts()).toEqual(before);
  });

  test('looks at what actions are given', async () => {
    const [procedure] = contract['recovery_procedures'] as readonly Document[];
    const steps = [{ name: 'Open the gate', action: 'http', with: { method: 'POST' } }];
    const { body } = await validate({ ...contract, recovery_procedures: [{ ...procedure, steps }] });
    expect(body).toMatchObject({ valid: false });
    expect(field(body, 'issues')).toContainEqual({
      field: 'recovery_procedures[0].steps[0].with',
      issue: expect.stringContaining('url'),
    });
  });

  test('knows in whose name it would be saved', async () => {
    const token = await service.token({ subject: 'operator_1', roles: ['operator'] });
    const { body } = await service.call('POST', `${PLANS}/validate`, { body: contract, token });
    expect(body).toMatchObject({ valid: false, issues: [{ field: 'created_by' }] });
  });

  test('a change says what it would change; without one the stored plan is checked', async () => {
    expect((await post('/validate', { ...contract, rto: 5 })).body).toEqual({
      valid: true,
      issues: [],
      changes: [{ path: 'rto', kind: 'changed', before: 240, after: 5 }],
    });
    expect((await post('/validate')).body).toEqual({ valid: true, issues: [] });
    expect((await get()).body).toMatchObject({ version: 1, rto: 240 });
    const nowhere = await service.call('POST', `${PLANS}/plan_0/validate`, { body: contract });
    expectRefusal(nowhere, 404, 'plan_not_found');
  });
});

test('the runbook can be seen for each type of failover and for some of the components', async () => {
  const [database] = contract['components'] as readonly Document[];
  const id = String(database!['component_id']);
  const components = (body: Json) =>
    new Set((field(body, 'steps') as readonly Document[]).flatMap((step) => step['component_id'] ?? []));
  const whole = await get('/runbook?failover_type=unplanned');
  expect(whole.body).toMatchObject({ failover_type: 'unplanned', plan_version: 1 });
  expect(components(whole.body).size).toBe(2);
  const part = await get(`/runbook?failover_type=planned&components=${id}`);
  expect(part.body).toMatchObject({ failover_type: 'planned' });
  expect([...components(part.body)]).toEqual([id]);
  expectRefusal(await get('/runbook?components=comp_0'), 400, 'invalid_failover_request', { field: 'components[0]' });
  expectRefusal(await get('/runbook?failover_type=sudden'), 422, 'validation_failed');
});
