import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { intervene, startFailover, untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';

describe('a failover whose worker is killed with SIGKILL', () => {
  let service: IsolatedService;
  let witness: Witness;

  beforeAll(async () => {
    service = await startIsolatedService({ LEASE_TTL_MS: '1000', SWEEP_INTERVAL_MS: '200' });
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    witness = await Witness.start();
  });
  afterEach(() => witness.stop());

  /** Kills the worker while the witness holds the request for this effect. */
  async function killDuring(effect: string): Promise<void> {
    await waitUntil(() => witness.isHolding(effect), { what: `${effect} is being done` });
    const pid = service.service.workerPid();
    service.service.killWorker('SIGKILL');
    await waitUntil(() => service.service.workerPid() !== pid && service.service.workerPid() !== undefined, {
      what: 'another worker is there',
    });
  }

  const effects = (): Record<string, number> => Object.fromEntries(witness.effects);

  it('goes on from the journal: a step whose effect had happened is found done, and no step runs twice', async () => {
    witness.holdNext('b', 'after');
    const id = await startFailover(
      service,
      effectPlan(witness, [{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      failoverRequest(),
    );
    await killDuring('b');
    const { progress, steps } = await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ a: 1, b: 1, c: 1 });
    expect(progress).toBe(100);
    expect(steps.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['succeeded', 1],
      ['succeeded', 1],
      ['succeeded', 1],
    ]);
  });

  it('does a step again whose effect had not happened', async () => {
    witness.holdNext('b', 'before');
    const id = await startFailover(
      service,
      effectPlan(witness, [{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      failoverRequest(),
    );
    await killDuring('b');
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ a: 1, b: 1, c: 1 });
  });

  it('asks a person about a step that nobody can look at, and does not do it again', async () => {
    witness.holdNext('b', 'after');
    const steps = [{ name: 'a' }, { name: 'b', probe: false }, { name: 'c' }];
    const id = await startFailover(service, effectPlan(witness, steps), failoverRequest());
    await killDuring('b');
    const paused = await untilStatus(service, id, 'paused');
    expect(paused).toMatchObject({ pause_reason: 'in_doubt' });
    expect(effects()).toEqual({ a: 1, b: 1 });
    const inDoubt = paused.steps[1]!.step_id;
    await intervene(service, id, inDoubt, 'skip', 'the gate is open, I looked');
    await untilStatus(service, id, 'completed_with_exceptions');
    expect(effects()).toEqual({ a: 1, b: 1, c: 1 });
  });

  it('survives being killed again and again', async () => {
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) witness.holdNext(name, 'after');
    const id = await startFailover(
      service,
      effectPlan(
        witness,
        names.map((name) => ({ name })),
      ),
      failoverRequest(),
    );
    for (const name of names) await killDuring(name);
    await untilStatus(service, id, 'completed');
    expect(effects()).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  });
});
