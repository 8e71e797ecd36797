import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { expectRefusal, PLANS, PlanUnderTest, text, type Document } from './plan-support.js';
import { contractDocument, field, ServiceUnderTest } from './running-service.js';

let service: ServiceUnderTest;
let contract: Document;
let plan: PlanUnderTest;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  contract = (await contractDocument('1-create-disaster-recovery-plan')).request;
});

afterAll(async () => {
  await service?.stop();
});

beforeEach(async () => {
  plan = await PlanUnderTest.create(service, contract);
});

describe('versions', () => {
  test('are listed, the newest first, and kept as they were written', async () => {
    await plan.put({ ...contract, rto: 5 });
    await plan.put({ ...contract, rto: 6 }, '"2"');
    const first = await plan.get('/versions?limit=2');
    expect(first.body).toMatchObject({
      plan_id: plan.id,
      items: [
        { version: 3, created_by: 'admin_123456789', created_at: expect.any(String) },
        { version: 2, created_by: 'admin_123456789' },
      ],
    });
    const cursor = text(first.body, 'next_cursor');
    expect((await plan.get(`/versions?limit=2&cursor=${cursor}`)).body).toMatchObject({
      items: [{ version: 1 }],
      next_cursor: null,
    });
    const { created_by: _, ...document } = contract;
    expect((await plan.get('/versions/1')).body).toMatchObject({ plan_id: plan.id, version: 1, document });
    expectRefusal(await plan.get('/versions?cursor=x'), 422, 'validation_failed');
    for (const version of ['4', '0', '-1', 'x', '99999999999']) {
      expectRefusal(await plan.get(`/versions/${version}`), 404, 'plan_version_not_found');
    }
  });

  test('can be compared, both ways', async () => {
    const [database, gateway] = contract['components'] as readonly Document[];
    await plan.put({ ...contract, rto: 5, components: [{ ...gateway, rto: 7, dependencies: [] }] });
    expect((await plan.get('/versions/1/diff/2')).body).toEqual({
      plan_id: plan.id,
      from: 1,
      to: 2,
      changes: expect.arrayContaining([
        { path: 'rto', kind: 'changed', before: 240, after: 5 },
        { path: `components[${text(database!, 'component_id')}]`, kind: 'removed', before: database, after: null },
        { path: `components[${text(gateway!, 'component_id')}].rto`, kind: 'changed', before: 60, after: 7 },
      ]),
    });
    expect((await plan.get('/versions/2/diff/1')).body).toMatchObject({
      changes: expect.arrayContaining([{ path: 'rto', kind: 'changed', before: 5, after: 240 }]),
    });
    expect((await plan.get('/versions/2/diff/2')).body).toMatchObject({ changes: [] });
    expectRefusal(await plan.get('/versions/1/diff/9'), 404, 'plan_version_not_found', { version: 9 });
  });
});

test('components and procedures of a plan, all and one', async () => {
  const [component] = contract['components'] as readonly Document[];
  const [procedure] = contract['recovery_procedures'] as readonly Document[];
  expect((await plan.get('/components')).body).toMatchObject({
    plan_id: plan.id,
    version: 1,
    items: contract['components'],
  });
  expect((await plan.get(`/components/${text(component!, 'component_id')}`)).body).toEqual(component);
  expectRefusal(await plan.get('/components/comp_0'), 404, 'component_not_found', { component_id: 'comp_0' });
  expect((await plan.get('/procedures')).body).toMatchObject({ items: contract['recovery_procedures'] });
  expect((await plan.get(`/procedures/${text(procedure!, 'procedure_id')}`)).body).toEqual(procedure);
  expectRefusal(await plan.get('/procedures/proc_0'), 404, 'procedure_not_found', { procedure_id: 'proc_0' });
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
    expect((await plan.post('/validate', { ...contract, rto: 5 })).body).toEqual({
      valid: true,
      issues: [],
      changes: [{ path: 'rto', kind: 'changed', before: 240, after: 5 }],
    });
    expect((await plan.post('/validate')).body).toEqual({ valid: true, issues: [] });
    expect((await plan.get()).body).toMatchObject({ version: 1, rto: 240 });
    const nowhere = await service.call('POST', `${PLANS}/plan_0/validate`, { body: contract });
    expectRefusal(nowhere, 404, 'plan_not_found');
  });
});

test('the runbook can be seen for each type of failover and for some of the components', async () => {
  const [database] = contract['components'] as readonly Document[];
  const id = text(database!, 'component_id');
  const components = (body: Json) =>
    new Set((field(body, 'steps') as readonly Document[]).flatMap((step) => step['component_id'] ?? []));
  const whole = await plan.get('/runbook?failover_type=unplanned');
  expect(whole.body).toMatchObject({ failover_type: 'unplanned', plan_version: 1 });
  expect(components(whole.body).size).toBe(2);
  const part = await plan.get(`/runbook?failover_type=planned&components=${id}`);
  expect(part.body).toMatchObject({ failover_type: 'planned' });
  expect([...components(part.body)]).toEqual([id]);
  expectRefusal(await plan.get('/runbook?components=comp_0'), 400, 'invalid_failover_request', {
    field: 'components[0]',
  });
  expectRefusal(await plan.get('/runbook?failover_type=sudden'), 422, 'validation_failed');
});
