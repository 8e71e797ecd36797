import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { execution, startFailoverOf, untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';

interface Estimate {
  readonly based_on_runs: number;
  readonly steps_without_history: readonly string[];
  readonly critical_path: readonly string[] | null;
  readonly remaining: { readonly p50_ms: number; readonly p90_ms: number; readonly human_p50_ms: number } | null;
}

interface ExecutionEstimate extends Estimate {
  readonly status: string;
  readonly elapsed_ms: number;
  readonly expected_completion: { readonly p50: string; readonly p90: string } | null;
  readonly rto: {
    readonly rto_ms: number;
    readonly predicted_ms: number | null;
    readonly breach: boolean;
    readonly since: string | null;
  } | null;
}

interface Alerts {
  readonly alerts: readonly { readonly kind: string; readonly severity: string; readonly resolved_at: string | null }[];
}

let service: IsolatedService;
let witness: Witness;

beforeAll(async () => {
  witness = await Witness.start();
  service = await startIsolatedService({ SWEEP_INTERVAL_MS: '100' });
});
afterAll(async () => {
  await service?.stop();
  await witness?.stop();
});

const estimateOf = (id: string) => service.call<ExecutionEstimate>('GET', `/executions/${id}/estimate`);
const before = (planId: string) => service.call<Estimate>('GET', `/plans/${planId}/estimate?type=unplanned`);
const breaches = async (planId: string) =>
  (await service.call<Alerts>('GET', `/alerts?plan_id=${planId}&status=all&kind=rto_breach_predicted`)).alerts;

async function createPlan(name: string): Promise<string> {
  const plan = { ...effectPlan(witness, [{ name: `${name}-one` }, { name: `${name}-two` }]), rto: 1 };
  return (await service.call<{ plan_id: string }>('POST', '/plans', plan)).plan_id;
}

describe('estimates', () => {
  it('come from the runs that there were, and from nothing else', async () => {
    const planId = await createPlan('runs');
    const none = await before(planId);
    expect(none).toMatchObject({ based_on_runs: 0, critical_path: null, remaining: null });
    expect(none.steps_without_history.length).toBeGreaterThan(0);

    const first = await startFailoverOf(service, planId, failoverRequest());
    await untilStatus(service, first, 'completed');
    const { steps } = await execution(service, first);
    const known = await before(planId);
    expect(known).toMatchObject({ based_on_runs: 1, critical_path: steps.map(({ step_id }) => step_id) });
    expect(known.remaining!.p50_ms).toBeGreaterThan(0);

    // A failover goes back as it came: the same steps, one of which is held.
    witness.effects.clear();
    witness.holdNext('runs-two', 'before');
    const second = await startFailoverOf(service, planId, failoverRequest());
    await waitUntil(() => witness.isHolding('runs-two'), { what: 'the second step is held' });
    const running = await estimateOf(second);
    expect(running).toMatchObject({
      status: 'running',
      based_on_runs: 1,
      steps_without_history: [],
      rto: { rto_ms: 60_000, breach: false, since: null },
    });
    expect(running.remaining!.p50_ms).toBeLessThanOrEqual(known.remaining!.p50_ms);
    expect(running.rto!.predicted_ms).toBeGreaterThan(0);
    expect(Date.parse(running.expected_completion!.p90)).toBeGreaterThanOrEqual(
      Date.parse(running.expected_completion!.p50),
    );
    witness.releaseHeld();
    await untilStatus(service, second, 'completed');
    const ended = await estimateOf(second);
    expect(ended).toMatchObject({ remaining: { p50_ms: 0, p90_ms: 0 }, rto: { breach: false } });
    expect(await breaches(planId)).toEqual([]);
  });

  it('raise one alert when the objective will be missed, until the failover is over', async () => {
    const planId = await createPlan('late');
    witness.holdNext('late-two', 'before');
    const outage_started_at = new Date(Date.now() - 600_000).toISOString();
    const id = await startFailoverOf(service, planId, failoverRequest({ outage_started_at }));
    const alert = await waitUntil(async () => (await breaches(planId))[0], { what: 'the alert is raised' });
    expect(alert).toMatchObject({ severity: 'critical', resolved_at: null });
    await waitUntil(() => witness.isHolding('late-two'), { what: 'the second step is held' });
    const { rto, remaining } = await estimateOf(id);
    expect(rto).toMatchObject({ rto_ms: 60_000, predicted_ms: null, breach: true, since: expect.any(String) });
    expect(remaining).toBeNull();
    witness.releaseHeld();
    await untilStatus(service, id, 'completed');
    await waitUntil(async () => (await breaches(planId))[0]!.resolved_at !== null, { what: 'it is resolved' });
    expect(await breaches(planId)).toHaveLength(1);
    expect((await estimateOf(id)).rto!.breach).toBe(true);
  });
});
