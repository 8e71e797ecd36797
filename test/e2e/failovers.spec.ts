import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import {
  cancel,
  confirmWaiting,
  execution,
  intervene,
  startFailover,
  startFailoverOf,
  untilStatus,
} from '../support/executions.js';
import { createPlan } from '../support/plans.js';
import { onEachQueue, type Queue } from '../support/queues.js';
import { Witness } from '../support/witness.js';

onEachQueue('failovers', (start) => {
  let queue: Queue;
  let service: IsolatedService;
  let witness: Witness;

  beforeAll(async () => {
    queue = await start();
    // Long leases: nothing here waits for one to run out, and a worker that stands still for a while must not lose one.
    service = await startIsolatedService({
      ...queue.env,
      LEASE_TTL_MS: '15000',
      SWEEP_INTERVAL_MS: '200',
      SHUTDOWN_GRACE_MS: '200',
    });
  });
  afterAll(async () => {
    await service?.stop();
    await queue?.stop();
  });
  beforeEach(async () => {
    witness = await Witness.start();
  });
  afterEach(() => witness.stop());

  const effects = (): Record<string, number> => Object.fromEntries(witness.effects);

  /** @returns what had been done when the person was asked. */
  async function confirmNext(of: IsolatedService, id: string, task: string): Promise<Record<string, number>> {
    await waitUntil(
      async () => (await execution(of, id)).steps.some(({ name, status }) => name === task && status === 'waiting'),
      { what: `a person is asked: ${task}` },
    );
    const done = effects();
    await confirmWaiting(of, id);
    return done;
  }

  it('runs the steps in order and reports them', async () => {
    const id = await startFailover(service, effectPlan(witness, [{ name: 'a' }, { name: 'b' }]), failoverRequest());
    const { execution_mode, progress, steps } = await untilStatus(service, id, 'completed');
    expect({ execution_mode, progress }).toEqual({ execution_mode: 'live', progress: 100 });
    expect([...witness.effects.keys()]).toEqual(['a', 'b']);
    expect(steps.map((step) => step.status)).toEqual(['succeeded', 'succeeded']);
  });

  it('waits for a person without holding a worker, and goes on when the person has confirmed', async () => {
    const id = await startFailover(
      service,
      effectPlan(witness, ['Tell the duty manager', { name: 'b' }]),
      failoverRequest(),
    );
    expect((await untilStatus(service, id, 'paused')).pause_reason).toBe('approval');
    expect(await confirmWaiting(service, id)).toBe('Tell the duty manager');
    expect(await confirmNext(service, id, 'Approve: b')).toEqual({});
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ b: 1 });
  });

  it('a failed step pauses; a retry by a person finishes it', async () => {
    const steps = [{ name: 'a', timeout: 3 }];
    witness.holdNext('a', 'before');
    const id = await startFailover(service, effectPlan(witness, steps), failoverRequest());
    const paused = await untilStatus(service, id, 'paused');
    expect(paused.pause_reason).toBe('failed_step');
    expect(paused.steps[0]!.error?.code).toBe('step_timeout');
    const step = paused.steps[0]!.step_id;
    await intervene(service, id, step, 'retry', 'the gate is back');
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ a: 1 });
  });

  it('a cancel undoes what was done, in reverse order', async () => {
    const steps = [{ name: 'a', undo: true }, { name: 'b', undo: true }, 'Wait for me'];
    const id = await startFailover(service, effectPlan(witness, steps), failoverRequest());
    await confirmWaiting(service, id);
    await waitUntil(() => witness.effects.has('b'), { what: 'b is done' });
    await untilStatus(service, id, 'paused');
    await cancel(service, id, 'false alarm');
    await untilStatus(service, id, 'rolled_back');
    expect([...witness.effects.keys()]).toEqual(['a', 'b', 'undo-b', 'undo-a']);
  });

  it('a plan has one failover at a time', async () => {
    const plan_id = await createPlan(service, effectPlan(witness, ['Wait', { name: 'a' }]));
    const id = await startFailoverOf(service, plan_id, failoverRequest());
    await expect(startFailoverOf(service, plan_id, failoverRequest())).rejects.toMatchObject({
      status: 409,
      body: { error: 'failover_in_progress', details: { failover_id: id } },
    });
    await cancel(service, id, 'no longer needed');
    await untilStatus(service, id, 'cancelled');
    await expect(startFailoverOf(service, plan_id, failoverRequest())).resolves.toMatch(/^failover_/);
  });

  it('loses nothing when the queue loses everything', async () => {
    const plans = Array.from({ length: 5 }, (_, i) =>
      effectPlan(witness, [{ name: `a${i}` }, 'Wait', { name: `b${i}` }]),
    );
    const ids = await Promise.all(plans.map((plan) => startFailover(service, plan, failoverRequest())));
    await queue.lose(service);
    for (const id of ids) await confirmWaiting(service, id);
    await queue.lose(service);
    for (const id of ids) await confirmNext(service, id, 'Wait');
    await queue.lose(service);
    for (const id of ids) await untilStatus(service, id, 'completed');
    expect(Object.values(effects())).toEqual(Array(10).fill(1));
  });

  it('hands over at once when the worker is stopped in order', async () => {
    witness.holdNext('a', 'after');
    const id = await startFailover(service, effectPlan(witness, [{ name: 'a' }, { name: 'b' }]), failoverRequest());
    await waitUntil(() => witness.isHolding('a'), { what: 'a is being done' });
    service.service.killWorker('SIGTERM');
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ a: 1, b: 1 });
    expect((await execution(service, id)).steps.map((step) => step.attempts)).toEqual([1, 1]);
  });
});
