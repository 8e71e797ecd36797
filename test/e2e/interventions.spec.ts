import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { ADMIN, startIsolatedService, type Answer, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest, type EffectStep } from '../support/effect-plan.js';
import { execution, startFailover, untilStatus, type ExecutionView as View } from '../support/executions.js';
import { Witness } from '../support/witness.js';

type Plan = Body<'PlanRequest'>;

interface Refusal {
  readonly error: string;
}

const WHY = { comment: 'because' };

describe('people in an execution', () => {
  let service: IsolatedService;
  let witness: Witness;
  let id: string;

  beforeAll(async () => {
    service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200', SHUTDOWN_GRACE_MS: '200' });
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    witness = await Witness.start();
  });
  afterEach(() => witness.stop());

  const effects = (): Record<string, number> => Object.fromEntries(witness.effects);
  const view = (): Promise<View> => execution(service, id);
  const untilIs = (status: string): Promise<View> => untilStatus(service, id, status);
  const act = (path: string, body?: object): Promise<Answer<View & Refusal>> =>
    service.send('POST', `/executions/${id}/${path}`, body);
  const stepNamed = async (name: string): Promise<View['steps'][number]> =>
    (await view()).steps.find((step) => step.name === name)!;
  const untilStep = (name: string, status: string): Promise<View['steps'][number]> =>
    waitUntil(
      async () => {
        const step = await stepNamed(name);
        return step.status === status && step;
      },
      { what: `${name} is ${status}` },
    );

  async function actAs(subject: string, roles: readonly string[], path: string, body: object = {}) {
    const answer = await fetch(`${service.service.address}/disaster-recovery/executions/${id}/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await service.token({ subject, roles })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as View & Refusal };
  }

  async function start(steps: readonly (EffectStep | string)[], configure = (plan: Plan): Plan => plan) {
    id = await startFailover(service, configure(effectPlan(witness, steps)), failoverRequest());
  }

  /** @returns how many rows it was about */
  async function sql(statement: string, values: readonly unknown[]): Promise<number | null> {
    const client = new pg.Client({ connectionString: service.service.databaseUrl });
    await client.connect();
    try {
      return (await client.query(statement, [...values])).rowCount;
    } finally {
      await client.end();
    }
  }

  describe('pause', () => {
    it('lets what runs finish, holds the rest without a worker, and goes on when somebody resumes', async () => {
      witness.holdNext('a', 'after');
      await start([{ name: 'a' }, { name: 'b' }]);
      await waitUntil(() => witness.isHolding('a'), { what: 'a is being done' });
      const asked = await act('pause', WHY);
      expect(asked).toMatchObject({
        status: 202,
        body: { pause_requested: { by: ADMIN, comment: 'because' }, allowed_actions: ['resume', 'cancel', 'rollback'] },
      });
      expect(await act('pause')).toMatchObject({ status: 409, body: { error: 'state_conflict' } });
      witness.releaseHeld();
      expect(await untilIs('paused')).toMatchObject({ pause_reason: 'operator', error: null });
      expect(effects()).toEqual({ a: 1 });
      expect((await act('resume')).status).toBe(202);
      expect((await untilIs('completed')).pause_requested).toBe(null);
      expect(effects()).toEqual({ a: 1, b: 1 });

      // Nothing in this plan is promoted: that all of it is done is what has moved it.
      const { plan_id } = await view();
      const plan = await service.call<Body<'Plan'>>('GET', `/plans/${plan_id}`);
      expect(plan).toMatchObject({ active_site: 'secondary', protection: { state: null } });
      const dashboard = await service.call<Body<'Dashboard'>>('GET', `/dashboard?plan_id=${plan_id}`);
      expect(dashboard.protection).toMatchObject({ state: null, active_sites: { primary: 0, secondary: 1 } });
      const activities = dashboard.recent_activities.map(({ type, description }) => [type, description]);
      expect(activities).toEqual(
        expect.arrayContaining([
          ['failover_pause_requested', `Failover pause requested for ${plan.plan_name} by ${ADMIN}`],
          ['failover_resume_requested', `Failover resume requested for ${plan.plan_name} by ${ADMIN}`],
          ['failover_moved_authority', `Failover moved authority for ${plan.plan_name}`],
        ]),
      );
    });

    it('while it waits for a person is remembered: confirming does not go on before somebody resumes', async () => {
      await start(['Look', { name: 'a' }]);
      expect((await untilIs('paused')).pause_reason).toBe('approval');
      expect((await act('pause')).status).toBe(202);
      const { step_id } = await stepNamed('Look');
      expect((await act(`steps/${step_id}/confirm`)).status).toBe(202);
      await waitUntil(async () => (await view()).pause_reason === 'operator', {
        what: 'it waits for the operator alone',
      });
      expect(await act('resume')).toMatchObject({ status: 202 });
      await untilStep('Approve: a', 'waiting');
      expect(effects()).toEqual({});
      expect(await act('resume')).toMatchObject({ status: 409, body: { error: 'state_conflict' } });
    });
  });

  describe('rollback', () => {
    it('takes back what was done, and ends as rolled back', async () => {
      witness.holdNext('b', 'after');
      await start([{ name: 'a', undo: true }, { name: 'b' }, { name: 'c' }]);
      await waitUntil(() => witness.isHolding('b'), { what: 'b is being done' });
      expect(await act('rollback')).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
      expect((await act('rollback', WHY)).status).toBe(202);
      expect(await untilIs('rolled_back')).toMatchObject({ error: null, allowed_actions: [] });
      expect(effects()).toEqual({ a: 1, b: 1, 'undo-a': 1 });
      expect(await act('rollback', WHY)).toMatchObject({ status: 409, body: { error: 'state_conflict' } });
    });
  });

  describe('approvals', () => {
    const needing =
      (approval: Body<'ApprovalRequirementRequest'>) =>
      (plan: Plan): Plan => ({ ...plan, failover_configuration: { ...plan.failover_configuration, approval } });
    const gate = 'steps/failover.approve';

    it('of two people other than the initiator let the failover begin', async () => {
      await start([{ name: 'a' }], needing({ required: 2, role: 'approver', exclude_initiator: true }));
      const paused = await untilIs('paused');
      expect(paused.pause_reason).toBe('approval');
      expect(paused.steps[0]).toMatchObject({
        approvals: { required: 2, role: 'approver', exclude_initiator: true, given: [], expires_at: null },
        allowed_actions: ['approve', 'decline'],
      });
      for (const path of ['confirm', 'skip']) {
        const refused = await act(`${gate}/${path}`, WHY);
        expect(refused).toMatchObject({ status: 409, body: { error: 'state_conflict' } });
      }
      const refusals = [
        await actAs('oscar', ['operator'], `${gate}/approve`),
        await actAs('adam', ['admin'], `${gate}/approve`),
        await actAs(ADMIN, ['admin', 'approver'], `${gate}/approve`),
      ];
      expect(refusals.map(({ status, body }) => [status, body.error])).toEqual([
        [403, 'forbidden'],
        [403, 'approval_role_missing'],
        [403, 'initiator_excluded'],
      ]);
      const first = await actAs('ann', ['approver'], `${gate}/approve`, { comment: 'Go' });
      expect(first.status).toBe(202);
      expect(first.body.steps[0]!.approvals!.given).toMatchObject([{ by: 'ann', comment: 'Go' }]);
      expect(await actAs('ann', ['approver'], `${gate}/approve`)).toMatchObject({
        status: 409,
        body: { error: 'already_approved' },
      });
      expect(effects()).toEqual({});
      expect((await actAs('bob', ['approver'], `${gate}/approve`)).status).toBe(202);
      const ended = await untilIs('completed');
      expect(ended.steps[0]!.output).toMatchObject({ approved_by: [{ by: 'ann', comment: 'Go' }, { by: 'bob' }] });
      expect(effects()).toEqual({ a: 1 });
    });

    it('that are declined let the step fail; it can be asked for again, and not be skipped', async () => {
      await start([{ name: 'a' }], needing({ required: 1 }));
      await untilIs('paused');
      expect(await actAs('ann', ['approver'], `${gate}/decline`)).toMatchObject({ status: 422 });
      expect((await actAs('ann', ['approver'], `${gate}/decline`, { comment: 'Not now' })).status).toBe(202);
      const failed = await untilStep('Approve the failover', 'failed');
      expect(failed).toMatchObject({ error: { code: 'approval_declined' }, allowed_actions: ['retry'] });
      await waitUntil(async () => (await view()).pause_reason === 'failed_step', { what: 'it waits for a decision' });
      expect((await act(`${gate}/retry`, WHY)).status).toBe(202);
      await untilStep('Approve the failover', 'waiting');
      expect((await actAs('ann', ['approver'], `${gate}/approve`)).status).toBe(202);
      await untilIs('completed');
      expect(effects()).toEqual({ a: 1 });
    });

    it('that nobody gives in time let the step fail, although nobody holds the execution', async () => {
      await start([{ name: 'a' }], needing({ required: 1, timeout: 1 }));
      const { error } = await untilStep('Approve the failover', 'failed');
      expect(error?.code).toBe('approval_expired');
      await waitUntil(async () => (await view()).pause_reason === 'failed_step', { what: 'it waits for a decision' });
      expect(await actAs('ann', ['approver'], `${gate}/approve`)).toMatchObject({ status: 409 });
      expect(effects()).toEqual({});
    });

    it('that make no sense are refused with the plan', async () => {
      const plan = effectPlan(witness, [{ name: 'a' }]);
      const { status, body } = await service.send<Refusal>(
        'POST',
        '/plans',
        needing({ required: 11, role: 'boss' as never })(plan),
      );
      expect({ status, error: body.error }).toEqual({ status: 422, error: 'validation_failed' });
      const [procedure] = plan['recovery_procedures'] as readonly object[];
      const automated = { ...plan, recovery_procedures: [{ ...procedure!, approval: { required: 1 } }] };
      expect(await service.send('POST', '/plans', automated)).toMatchObject({
        status: 400,
        body: { error: 'invalid_dr_plan' },
      });
    });
  });

  describe('a step in doubt', () => {
    /** Its effect has happened, its answer was lost with the worker, and it can not be asked about. */
    async function bringIntoDoubt(pointOfNoReturn: boolean): Promise<string> {
      await start(['Look', { name: 'a', probe: false }, { name: 'b' }]);
      const look = await untilStep('Look', 'waiting');
      const { step_id } = await stepNamed('a');
      if (pointOfNoReturn) {
        const mark = () =>
          sql(
            `UPDATE executions SET runbook = jsonb_set(runbook, '{steps}', (
               SELECT jsonb_agg(CASE WHEN step ->> 'id' = $2 THEN step || '{"pointOfNoReturn": true}' ELSE step END)
               FROM jsonb_array_elements(runbook -> 'steps') AS step))
             WHERE execution_id = $1 AND lease_owner IS NULL`,
            [id, step_id],
          );
        // Whoever holds it still goes on with the runbook that he has read.
        await waitUntil(async () => (await mark()) === 1, { what: 'nobody holds it' });
      }
      await act(`steps/${look.step_id}/confirm`);
      const approval = await untilStep('Approve: a', 'waiting');
      witness.holdNext('a', 'after');
      await act(`steps/${approval.step_id}/confirm`);
      await waitUntil(() => witness.isHolding('a'), { what: 'a is being done' });
      service.service.killWorker('SIGKILL');
      await untilStep('a', 'in_doubt');
      await waitUntil(async () => (await view()).pause_reason === 'in_doubt', { what: 'it waits for a word' });
      return `steps/${step_id}/resolve`;
    }

    it('that a person calls done moves the authority when it was the promotion, and is an exception', async () => {
      const resolve = await bringIntoDoubt(true);
      expect(await act('rollback', WHY)).toMatchObject({ status: 409, body: { error: 'past_point_of_no_return' } });
      expect(await act(resolve, { resolution: 'done' })).toMatchObject({ status: 422 });
      expect((await act(resolve, { resolution: 'done', comment: 'I looked' })).status).toBe(202);
      const ended = await untilIs('completed_with_exceptions');
      expect(ended.steps.find(({ name }) => name === 'a')).toMatchObject({
        status: 'succeeded',
        output: { resolved_by: ADMIN, comment: 'I looked' },
      });
      expect(effects()).toEqual({ a: 1, b: 1 });
      const { plan_id } = (await view()) as unknown as { plan_id: string };
      expect(await service.call('GET', `/plans/${plan_id}`)).toMatchObject({ active_site: 'secondary' });
      expect(await act(resolve, { resolution: 'done', comment: 'again' })).toMatchObject({ status: 409 });
    });

    it('that a person wants done again is done again', async () => {
      const resolve = await bringIntoDoubt(false);
      expect((await act(resolve, { resolution: 'redo', comment: 'it can be repeated' })).status).toBe(202);
      await untilIs('completed');
      expect(effects()).toEqual({ a: 2, b: 1 });
    });
  });
});
