import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '#domain/json.js';
import { contractDocument, field, ServiceUnderTest, until, type Answer } from '../api/running-service.js';
import { shapeFaults } from './shape.js';

const PROCEDURE = '/disaster-recovery/procedures/proc_123456789';

let service: ServiceUnderTest;

beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { request } = await contractDocument('1-create-disaster-recovery-plan');
  await service.call('POST', '/disaster-recovery/plans', { body: request });
});

afterAll(async () => {
  await service?.stop();
});

describe('4. execute a recovery procedure', () => {
  let answer: Answer;

  beforeAll(async () => {
    const { request } = await contractDocument('4-execute-recovery-procedure');
    answer = await service.call('POST', `${PROCEDURE}/execute`, { body: request });
  });

  test('answers the literal request as the contract shows, field by field', async () => {
    const { response } = await contractDocument('4-execute-recovery-procedure');
    expect(answer.status).toBe(202);
    expect(shapeFaults(response, answer.body, { additions: ['execution_mode', 'plan_id'] })).toEqual([]);
    expect(Object.keys(answer.body as object)).toEqual([...Object.keys(response), 'execution_mode', 'plan_id']);
  });

  test('gives back the very values that were sent, and those that the contract adds', async () => {
    const { response } = await contractDocument('4-execute-recovery-procedure');
    const { execution_id: _id, started_at: _start, estimated_completion: _end, ...literal } = response;
    expect(answer.body).toMatchObject({ ...literal, execution_mode: 'simulation' });
    const [started, estimated] = ['started_at', 'estimated_completion'].map((name) =>
      Date.parse(field(answer.body, name) as string),
    );
    expect(estimated! - started!).toBe(600_000);
  });

  test('is walked through, step by step, and claims nothing', async () => {
    const { request } = await contractDocument('1-create-disaster-recovery-plan');
    const [procedure] = field(request, 'recovery_procedures') as readonly Json[];
    const id = field(answer.body, 'execution_id') as string;
    const ended = await until(async () => {
      const { body } = await service.call('GET', `/disaster-recovery/executions/${id}`);
      return field(body, 'status') === 'completed' ? body : null;
    }, 'the procedure was walked through');
    const steps = field(ended, 'steps') as readonly Json[];
    expect(steps.map((step) => field(step, 'name'))).toEqual(field(procedure!, 'steps'));
    for (const step of steps) expect(step).toMatchObject({ action: 'tabletop', output: { simulated: true } });
    expect(ended).toMatchObject({
      kind: 'procedure',
      execution_mode: 'simulation',
      result: { steps_total: 5, steps_succeeded: 0, steps_simulated: 5 },
      measurements: null,
    });
  });

  test('what is not said has defaults: as long as the procedure is estimated to take, one step at a time', async () => {
    const { body } = await service.call('POST', `${PROCEDURE}/execute`, { body: { execution_type: 'automated' } });
    expect(body).toMatchObject({
      parameters: {},
      execution_options: { priority: 'critical', timeout: 7200, retry_attempts: 2, parallel_execution: false },
      executed_by: 'admin_123456789',
    });
  });
});
