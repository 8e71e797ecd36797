import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { expectRefusal, PLANS, PlanUnderTest, type Document } from './plan-support.js';
import { contractDocument, field, ServiceUnderTest, until } from './running-service.js';

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

describe('an update', () => {
  test('makes a new version, and answers as reading it does', async () => {
    const answer = await plan.put({ ...contract, plan_name: 'Renamed', rto: 5 });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ plan_id: plan.id, plan_name: 'Renamed', rto: 5, version: 2, status: 'active' });
    expect(answer.headers.get('etag')).toMatch(/^"2-/);
    const read = await plan.get();
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  test('has to say what it is based on', async () => {
    expectRefusal(await plan.put(contract, null), 428, 'precondition_required', { header: 'If-Match' });
  });

  test('based on what is not the newest any more is refused, and says what is', async () => {
    await plan.put({ ...contract, rto: 5 });
    expectRefusal(await plan.put({ ...contract, rto: 6 }), 412, 'precondition_failed', { current_version: 2 });
    expectRefusal(await plan.put({ ...contract, rto: 6 }, `W/"2"`), 412, 'precondition_failed');
    expect((await plan.put({ ...contract, rto: 6 }, '"2"')).body).toMatchObject({ version: 3 });
    expect((await plan.put({ ...contract, rto: 7 }, '*')).body).toMatchObject({ version: 4 });
  });

  test('that says what the plan says already makes no version', async () => {
    const answer = await plan.put(Object.fromEntries(Object.entries(contract).toReversed()));
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200, body: { version: 1 } });
    expect(answer.headers.get('etag')).toBe(plan.tag);
  });

  test('of twenty with the same If-Match exactly one wins', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => plan.put({ ...contract, rto: 100 + i })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
    expect((await plan.get()).body).toEqual(won[0]!.body);
    expect(field((await plan.get('/versions')).body, 'items')).toHaveLength(2);
  });

  test('that is faulty, or of nothing, writes nothing', async () => {
    const before = await service.rowCounts();
    expectRefusal(await plan.put({ ...contract, rto: -1 }), 422, 'validation_failed');
    expectRefusal(await plan.put({ ...contract, components: [] }), 400, 'invalid_dr_plan');
    expectRefusal(await plan.put('{'), 400, 'invalid_dr_plan', { field: 'body' });
    expectRefusal(await plan.put({ ...contract, rto: 6 }, '"7"'), 412, 'precondition_failed');
    const headers = { 'if-match': '*' };
    const nowhere = await service.call('PUT', `${PLANS}/plan_0`, { body: contract, headers });
    expectRefusal(nowhere, 404, 'plan_not_found');
    expect(await service.rowCounts()).toEqual(before);
  });

  test('needs the role for it, and is in nobody else’s name', async () => {
    const viewer = await service.token({ subject: 'viewer_1', roles: ['viewer'] });
    expectRefusal(await plan.put(contract, plan.tag, viewer), 403, 'forbidden');
    const operator = await service.token({ subject: 'operator_1', roles: ['operator'] });
    const forged = await plan.put(contract, plan.tag, operator);
    expectRefusal(forged, 403, 'actor_mismatch', { field: 'created_by' });
  });

  test('leaves executions on the version that they began with', async () => {
    const failoverId = await plan.failover();
    await plan.put({ ...contract, rto: 1, rpo: 1 });
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
    for (const header of [plan.tag, `W/${plan.tag}`, `"1", ${plan.tag}`]) {
      const answer = await plan.get('', { 'if-none-match': header });
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 304, body: null });
      expect(answer.headers.get('etag')).toBe(plan.tag);
    }
  });

  test('gets it again when work has moved to the other site, though no version was made', async () => {
    await service.sql(
      `UPDATE plan_authority SET active_site = 'secondary'
       WHERE plan_id = (SELECT id FROM disaster_recovery_plans WHERE plan_id = $1)`,
      [plan.id],
    );
    const answer = await plan.get('', { 'if-none-match': plan.tag });
    expect(answer).toMatchObject({ status: 200, body: { active_site: 'secondary', version: 1 } });
    // And that is no reason to refuse an edit.
    expect((await plan.put({ ...contract, rto: 5 })).status).toBe(200);
  });
});

describe('an archived plan', () => {
  test('is answered, executes nothing, is not changed, and comes back', async () => {
    const archived = await plan.archive();
    expect(archived).toMatchObject({ status: 200, body: { plan_id: plan.id, status: 'archived', version: 1 } });
    expect((await plan.archive()).status).toBe(200);
    const { request } = await contractDocument('2-initiate-failover');
    expectRefusal(await plan.post('/failover', request), 409, 'plan_archived', { plan_id: plan.id });
    expectRefusal(await plan.put({ ...contract, rto: 5 }), 409, 'plan_archived');
    const runbook = await plan.get('/runbook');
    expect(runbook.status).toBe(200);

    const restored = await plan.post('/restore');
    expect(restored).toMatchObject({ status: 200, body: { status: 'active', version: 1 } });
    expect(restored.headers.get('etag')).toBe(plan.tag);
    expect((await plan.post('/failover', request)).status).toBe(202);
  });

  test('is archived only as it was seen, when that was said', async () => {
    await plan.put({ ...contract, rto: 5 });
    expectRefusal(await plan.archive({ 'if-match': plan.tag }), 412, 'precondition_failed', { current_version: 2 });
    expect((await plan.archive({ 'if-match': '"2"' })).status).toBe(200);
    expectRefusal(await service.call('DELETE', `${PLANS}/plan_0`), 404, 'plan_not_found');
  });

  test('is none while a failover is under way', async () => {
    const failoverId = await plan.failover();
    await until(async () => {
      const { body } = await service.call('GET', `/disaster-recovery/failovers/${failoverId}/status`);
      return field(body, 'status') === 'completed' ? true : null;
    }, 'the failover had ended');
    await service.sql(
      `UPDATE executions SET status = 'paused', lease_expires_at = 'infinity' WHERE execution_id = $1`,
      [failoverId],
    );
    expectRefusal(await plan.archive(), 409, 'failover_in_progress', { failover_id: failoverId });
    expect((await plan.get()).body).toMatchObject({ status: 'active' });
    await service.sql(`UPDATE executions SET status = 'completed' WHERE execution_id = $1`, [failoverId]);
    expect((await plan.archive()).status).toBe(200);
  });
});
