import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, text, ServiceUnderTest, until } from './running-service.js';

const TEXT_STEP = 'comp_123456789.proc_by_hand.1';

let service: ServiceUnderTest;
let planId: string;
let failoverId: string;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
});

afterAll(async () => {
  await service?.stop();
});

/** A live plan whose first step is a task for a person: its failover is under way for as long as the person takes. */
async function planByHand(): Promise<Json> {
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  const [database] = request['components'] as readonly { readonly [key: string]: Json }[];
  return {
    ...request,
    components: [{ ...database!, recovery_procedures: ['proc_by_hand', 'proc_settle'] }],
    recovery_procedures: [
      {
        procedure_id: 'proc_by_hand',
        name: 'By hand',
        steps: ['Tell the duty manager'],
        estimated_duration: 5,
        automation_level: 'manual',
      },
      {
        procedure_id: 'proc_settle',
        name: 'By machine, which makes the plan a live one',
        steps: [{ name: 'Let it settle', action: 'wait', with: { seconds: 0 } }],
        estimated_duration: 0,
        automation_level: 'automated',
      },
    ],
  };
}

const startFailover = () =>
  service.call('POST', `/disaster-recovery/plans/${planId}/failover`, {
    body: { failover_type: 'planned', reason: 'Rehearsal' },
  });

const execution = async () => (await service.call('GET', `/disaster-recovery/executions/${failoverId}`)).body;

const act = (path: string, body?: unknown) =>
  service.call('POST', `/disaster-recovery/executions/${failoverId}/${path}`, { body });

const untilStatus = (status: string) =>
  until(async () => {
    const state = await execution();
    return field(state, 'status') === status ? state : null;
  }, `the failover was ${status}`);

beforeEach(async () => {
  const created = await service.call('POST', '/disaster-recovery/plans', { body: await planByHand() });
  expect(created.status).toBe(201);
  expect(field(created.body, 'execution_mode')).toBe('live');
  planId = text(created.body, 'plan_id');
  const started = await startFailover();
  expect(started.status).toBe(202);
  failoverId = text(started.body, 'failover_id');
  expect(await untilStatus('paused')).toMatchObject({ pause_reason: 'approval' });
});

test('a second failover of the same plan is refused while one is under way, and writes nothing', async () => {
  const before = await service.rowCounts();
  const answer = await startFailover();
  expect(answer).toMatchObject({
    status: 409,
    body: { error: 'failover_in_progress', details: { plan_id: planId, failover_id: failoverId } },
  });
  expect(await service.rowCounts()).toEqual(before);
});

test('of two that are requested at the same moment one is refused', async () => {
  await act('cancel');
  await untilStatus('cancelled');
  const statuses = (await Promise.all([startFailover(), startFailover()])).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 409]);
});

test('a person confirms the task, and the failover goes on to its end', async () => {
  const answer = await act(`steps/${TEXT_STEP}/confirm`, { comment: 'Told' });
  expect(answer.status).toBe(202);
  const ended = await untilStatus('completed');
  expect((field(ended, 'steps') as readonly Json[])[0]).toMatchObject({
    step_id: TEXT_STEP,
    status: 'succeeded',
    output: { confirmed_by: 'admin_123456789', comment: 'Told' },
  });
});

test('a person skips the task with a reason, and the end says that there were exceptions', async () => {
  expect(await act(`steps/${TEXT_STEP}/skip`)).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
  expect((await act(`steps/${TEXT_STEP}/skip`, { comment: 'On holiday' })).status).toBe(202);
  expect(await untilStatus('completed_with_exceptions')).toMatchObject({ progress: 100 });
});

test('a cancelled failover ends, and its status says that nothing was moved', async () => {
  expect((await act('cancel', { comment: 'False alarm' })).status).toBe(202);
  await untilStatus('cancelled');
  const { body } = await service.call('GET', `/disaster-recovery/failovers/${failoverId}/status`);
  expect(body).toMatchObject({ status: 'cancelled', verification: { status: expect.any(String) } });
  expect(field(body, 'next_steps')).toEqual([expect.stringContaining('Nothing was moved')]);
  expect(await act('cancel')).toMatchObject({ status: 409, body: { error: 'state_conflict' } });
});

test('what is not possible is refused, and leaves the failover as it was', async () => {
  const before = await execution();
  expect(await act(`steps/${TEXT_STEP}/retry`, { comment: 'again' })).toMatchObject({
    status: 409,
    body: { error: 'state_conflict', details: { step_id: TEXT_STEP, status: 'waiting' } },
  });
  expect(await act('steps/nope/confirm')).toMatchObject({ status: 404, body: { error: 'step_not_found' } });
  expect(await act('steps/%00/confirm')).toMatchObject({ status: 404, body: { error: 'step_not_found' } });
  const viewer = await service.token({ subject: 'viewer_1', roles: ['viewer'] });
  const refused = await service.call('POST', `/disaster-recovery/executions/${failoverId}/cancel`, { token: viewer });
  expect(refused).toMatchObject({ status: 403, body: { error: 'forbidden' } });
  expect(await execution()).toEqual(before);
});
