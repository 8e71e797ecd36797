import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import {
  contractDocument,
  contractErrors,
  field,
  ServiceUnderTest,
  text,
  until,
  type Answer,
} from '../api/running-service.js';
import { shapeFaults } from './shape.js';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
});

afterAll(async () => {
  await service?.stop();
});

async function createdPlan(): Promise<string> {
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  return text((await service.call('POST', '/disaster-recovery/plans', { body: request })).body, 'plan_id');
}

describe('1. create a disaster recovery plan', () => {
  let answer: Answer;

  beforeAll(async () => {
    const { request } = await contractDocument('1-create-disaster-recovery-plan');
    answer = await service.call('POST', '/disaster-recovery/plans', { body: request });
  });

  test('answers the literal request as the contract shows, field by field', async () => {
    const { response } = await contractDocument('1-create-disaster-recovery-plan');
    expect(answer.status).toBe(201);
    expect(shapeFaults(response, answer.body, { additions: ['version', 'execution_mode', 'active_site'] })).toEqual([]);
  });

  test('gives back the very values that were sent, and those that the contract adds', async () => {
    const { response } = await contractDocument('1-create-disaster-recovery-plan');
    const { plan_id: _id, created_at: _at, ...literal } = response;
    expect(answer.body).toMatchObject(literal);
    expect(answer.body).toMatchObject({ version: 1, execution_mode: 'simulation', active_site: 'primary' });
  });

  test('the plan can be read again', async () => {
    const planId = text(answer.body, 'plan_id');
    const again = await service.call('GET', `/disaster-recovery/plans/${planId}`);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(answer.body);
  });
});

describe('2. initiate a failover', () => {
  test('answers the literal request as the contract shows, field by field', async () => {
    const planId = await createdPlan();
    const { request, response } = await contractDocument('2-initiate-failover');
    const answer = await service.call('POST', `/disaster-recovery/plans/${planId}/failover`, { body: request });
    expect(answer.status).toBe(202);
    expect(shapeFaults(response, answer.body, { additions: ['execution_mode'] })).toEqual([]);
    expect(answer.body).toMatchObject({ ...request, plan_id: planId, status: 'running', progress: 0 });
    const [started, estimated] = ['started_at', 'estimated_completion'].map((name) =>
      Date.parse(text(answer.body, name)),
    );
    expect(estimated! - started!).toBe(600_000);
  });
});

describe('3. get the status of a failover', () => {
  const rules = {
    additions: ['execution_mode', 'pause_reason', 'active_site', 'protection', 'measurements'],
    // Of a walk-through nothing was verified.
    nullable: ['verification.verified_at'],
  };
  let planId: string;
  let failoverId: string;

  const status = async (): Promise<Json> => {
    const answer = await service.call('GET', `/disaster-recovery/failovers/${failoverId}/status`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  beforeAll(async () => {
    planId = await createdPlan();
    const { request } = await contractDocument('2-initiate-failover');
    const answer = await service.call('POST', `/disaster-recovery/plans/${planId}/failover`, { body: request });
    failoverId = text(answer.body, 'failover_id');
  });

  test('while it runs it has the same fields, and nothing to say in those of the end', async () => {
    const { response } = await contractDocument('3-get-failover-status');
    const first = await status();
    const nullable = [...rules.nullable, 'completed_at', 'duration', 'result', 'verification'];
    expect(shapeFaults(response, first, { ...rules, nullable })).toEqual([]);
  });

  test('it ends as the contract shows, field by field', async () => {
    const { response } = await contractDocument('3-get-failover-status');
    const ended = await until(async () => {
      const current = await status();
      return field(current, 'status') === 'running' ? null : current;
    }, 'the failover had ended');
    expect(shapeFaults(response, ended, rules)).toEqual([]);
    expect(ended).toMatchObject({
      failover_id: failoverId,
      plan_id: planId,
      status: 'completed',
      progress: 100,
      error: null,
      execution_mode: 'simulation',
    });
    const duration = (Date.parse(text(ended, 'completed_at')) - Date.parse(text(ended, 'started_at'))) / 1000;
    expect(field(ended, 'duration')).toBe(duration);
    expect(duration).toBeGreaterThan(0);
  });

  test('and claims nothing, because nothing was done', async () => {
    expect(await status()).toMatchObject({
      result: {
        components_failed_over: 0,
        dns_updated: false,
        load_balancer_updated: false,
        health_checks_passed: false,
        data_synchronization_completed: false,
      },
      verification: {
        status: 'not_performed',
        connectivity_verified: false,
        performance_verified: false,
        data_integrity_verified: false,
        verified_at: null,
      },
      measurements: { rto_ms: null, rpo_ms: null, rto_target_minutes: 240, rpo_target_minutes: 60 },
    });
    const execution = await service.call('GET', `/disaster-recovery/executions/${failoverId}`);
    expect(execution.status).toBe(200);
    for (const step of field(execution.body, 'steps') as readonly Json[]) {
      expect(step).toMatchObject({ action: 'tabletop', status: 'succeeded', output: { simulated: true } });
    }
  });

  test('the plan still is where it was', async () => {
    const { body } = await service.call('GET', `/disaster-recovery/plans/${planId}/authority`);
    expect(body).toMatchObject({ plan_id: planId, active_site: 'primary' });
  });
});

describe('errors', () => {
  const planWithout = async (...fields: readonly string[]) => {
    const { request } = await contractDocument('1-create-disaster-recovery-plan');
    return Object.fromEntries(Object.entries(request).filter(([name]) => !fields.includes(name)));
  };

  test('400: a plan without components, word for word', async () => {
    const expected = (await contractErrors())['400'];
    for (const body of [await planWithout('components'), { ...(await planWithout()), components: [] }]) {
      const answer = await service.call('POST', '/disaster-recovery/plans', { body });
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: expected });
    }
  });

  test('404: a plan that does not exist, word for word', async () => {
    const { request } = await contractDocument('2-initiate-failover');
    const answer = await service.call('POST', '/disaster-recovery/plans/plan_123456789/failover', { body: request });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 404,
      body: (await contractErrors())['404'],
    });
  });

  test('422: fields that are missing or invalid, in the words of the contract and with what they must be', async () => {
    const expected = (await contractErrors())['422']!;
    const body = { ...(await planWithout('plan_name')), rto: -5 };
    const answer = await service.call('POST', '/disaster-recovery/plans', { body });
    expect(answer.status).toBe(422);
    expect(shapeFaults(expected, answer.body)).toEqual([]);
    expect(field(answer.body, 'error')).toBe(field(expected, 'error'));
    expect(field(answer.body, 'message')).toBe(field(expected, 'message'));
    const [missing, invalid] = field(field(answer.body, 'details'), 'issues') as readonly string[];
    expect(missing).toBe('Missing required field: plan_name');
    expect(invalid).toMatch(/^Invalid RTO value\b/);
  });
});
