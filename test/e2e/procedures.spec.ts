import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { cancel, execution, intervene, startFailover, untilStatus } from '../support/executions.js';
import { createPlan } from '../support/plans.js';
import { confirmTask, executeProcedure, procedurePlan, type EffectProcedure } from '../support/procedure-plan.js';
import { onEachQueue, type Queue } from '../support/queues.js';
import { Witness } from '../support/witness.js';

/** Ids are unique over the tests of a file: they share a service. */
let nextId = 0;
const freshId = (): string => `proc_${++nextId}`;

onEachQueue('procedures', (start) => {
  let queue: Queue;
  let service: IsolatedService;
  let witness: Witness;

  beforeAll(async () => {
    queue = await start();
    service = await startIsolatedService({ ...queue.env, LEASE_TTL_MS: '3000', SWEEP_INTERVAL_MS: '200' });
  });
  afterAll(async () => {
    await service?.stop();
    await queue?.stop();
  });
  beforeEach(async () => {
    witness = await Witness.start();
  });
  afterEach(() => witness.stop());

  const effects = (): readonly string[] => [...witness.effects.keys()];

  async function begin(
    procedures: readonly EffectProcedure[],
    request: Partial<Body<'ProcedureExecutionRequest'>> = {},
  ): Promise<string> {
    const plan_id = await createPlan(service, procedurePlan(witness, procedures));
    const started = await executeProcedure(service, procedures.at(-1)!.id, { plan_id, ...request });
    return started.execution_id;
  }

  it('runs what it depends on first, in order, each once', async () => {
    const [base, left, right, top] = [freshId(), freshId(), freshId(), freshId()];
    const id = await begin([
      { id: left, steps: [{ name: 'left' }], dependsOn: [base] },
      { id: right, steps: [{ name: 'right-1' }, { name: 'right-2' }], dependsOn: [base, left] },
      { id: base, steps: [{ name: 'base' }] },
      { id: top, steps: [{ name: 'top' }], dependsOn: [right, left] },
    ]);
    const ended = await untilStatus(service, id, 'completed');
    expect(effects()).toEqual(['base', 'left', 'right-1', 'right-2', 'top']);
    expect(new Set(witness.effects.values())).toEqual(new Set([1]));
    expect(ended.result).toMatchObject({ steps_total: 5, steps_succeeded: 5, steps_failed: 0 });
  });

  it('hands its parameters to the world with their types', async () => {
    const json = {
      backup: '{{parameters.backup_id}}',
      verify: '{{parameters.verify}}',
      tables: '{{parameters.tables}}',
      note: 'restore {{parameters.backup_id}} of {{parameters.size.gb}} GB',
    };
    const parameters = { backup_id: 'backup_1', verify: false, tables: ['a', { b: null }], size: { gb: 1.5 } };
    const id = await begin([{ id: freshId(), steps: [{ name: 'restore', json }] }], { parameters });
    await untilStatus(service, id, 'completed');
    expect(witness.bodies.get('restore')).toEqual({
      backup: 'backup_1',
      verify: false,
      tables: ['a', { b: null }],
      note: 'restore backup_1 of 1.5 GB',
    });
  });

  it('a manual one asks a person before each action', async () => {
    const steps = [{ name: 'a' }, { name: 'b' }];
    const id = await begin([{ id: freshId(), steps, automationLevel: 'manual' }]);
    expect((await untilStatus(service, id, 'paused')).pause_reason).toBe('approval');
    expect(effects()).toEqual([]);
    await confirmTask(service, id, 'Approve: a');
    await waitUntil(() => witness.effects.has('a'), { what: 'a is done' });
    await untilStatus(service, id, 'paused');
    expect(effects()).toEqual(['a']);
    await confirmTask(service, id, 'Approve: b');
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual(['a', 'b']);
  });

  it('tries again as often as the request says, where the step does not say', async () => {
    witness.refuseNext('a', 1);
    const step = { name: 'a', retries: undefined };
    const id = await begin([{ id: freshId(), steps: [step] }], { execution_options: { retry_attempts: 1 } });
    const { steps } = await untilStatus(service, id, 'completed');
    expect(steps[0]!.attempts).toBe(2);
  });

  it('goes on after a failed step whose policy says so, and does not call that completed', async () => {
    witness.holdNext('a', 'before');
    const steps = [{ name: 'a', timeout: 0.3, on_failure: 'continue' as const }, { name: 'b' }];
    const id = await begin([{ id: freshId(), steps }]);
    const ended = await untilStatus(service, id, 'completed_with_exceptions');
    expect(ended.result).toMatchObject({ steps_succeeded: 1, steps_failed: 1, steps_not_done: 0 });
  });

  it('undoes what was done where the policy of a failed step is rollback', async () => {
    witness.holdNext('b', 'before');
    const steps = [
      { name: 'a', undo: true },
      { name: 'b', timeout: 0.3, on_failure: 'rollback' as const },
      { name: 'c' },
    ];
    const id = await begin([{ id: freshId(), steps }]);
    const ended = await untilStatus(service, id, 'rolled_back');
    expect(effects()).toEqual(['a', 'undo-a']);
    expect(ended.result).toMatchObject({ steps_undone: 1, steps_failed: 1, steps_not_done: 1 });
  });

  it('a failed step pauses it; a retry by a person finishes it', async () => {
    witness.refuseNext('a', 1);
    const id = await begin([{ id: freshId(), steps: [{ name: 'a' }] }]);
    const paused = await untilStatus(service, id, 'paused');
    expect(paused.pause_reason).toBe('failed_step');
    await intervene(service, id, paused.steps[0]!.step_id, 'retry', 'again');
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual(['a']);
  });

  it('a cancel undoes what was done', async () => {
    const id = await begin([{ id: freshId(), steps: [{ name: 'a', undo: true }, 'Wait for me'] }]);
    await confirmTask(service, id, 'Approve: a');
    await waitUntil(() => witness.effects.has('a'), { what: 'a is done' });
    await untilStatus(service, id, 'paused');
    await cancel(service, id, 'not needed any more');
    await untilStatus(service, id, 'rolled_back');
    expect(effects()).toEqual(['a', 'undo-a']);
  });

  it('is driven on by a worker that comes after a killed one, without a second effect', async () => {
    witness.holdNext('a', 'after');
    const id = await begin([{ id: freshId(), steps: [{ name: 'a' }, { name: 'b' }] }]);
    await waitUntil(() => witness.isHolding('a'), { what: 'a is being done' });
    service.service.killWorker('SIGKILL');
    await untilStatus(service, id, 'completed');
    expect(Object.fromEntries(witness.effects)).toEqual({ a: 1, b: 1 });
  });

  it('a test of a live one is only walked through', async () => {
    const steps = [{ name: 'a' }, 'Tell the duty manager'];
    const id = await begin([{ id: freshId(), steps }], { execution_type: 'test' });
    const ended = await untilStatus(service, id, 'completed');
    expect(ended.execution_mode).toBe('simulation');
    expect(effects()).toEqual([]);
    expect(ended.result).toMatchObject({ steps_succeeded: 0, steps_simulated: 2 });
  });
});

describe('a worker of the procedures alone', () => {
  it('drives procedures, and leaves failovers to others', async () => {
    const service = await startIsolatedService({ WORKER_QUEUES: 'procedures', SWEEP_INTERVAL_MS: '100' });
    const witness = await Witness.start();
    try {
      const id = freshId();
      const failover = await startFailover(service, effectPlan(witness, [{ name: 'moved' }]), failoverRequest());
      await createPlan(service, procedurePlan(witness, [{ id, steps: [{ name: 'a' }] }]));
      const { execution_id } = await executeProcedure(service, id);
      await untilStatus(service, execution_id, 'completed');
      // The failover was asked for first: whoever drove it as well would have begun with it.
      expect(await execution(service, failover)).toMatchObject({ status: 'running', started_at: null, progress: 0 });
      expect(Object.fromEntries(witness.effects)).toEqual({ a: 1 });
    } finally {
      await witness.stop();
      await service.stop();
    }
  });
});
