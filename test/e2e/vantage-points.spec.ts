import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import type { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import {
  automaticPlan,
  decisionsOf,
  failoversOf,
  untilBlocked,
  untilStarted,
  type Sites,
} from '../support/automation.js';
import { ControlledSite } from '../support/controlled-site.js';
import { untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';
import { startWorkerReplica } from '../support/worker-replica.js';

const DEADLINE_MS = 300_000;
const CUT = fileURLToPath(new URL('../support/cut-off.mjs', import.meta.url));

let directory: string;
let service: IsolatedService;
let witness: Witness;
let database: pg.Client;
let far: Child;
let sites: Sites;

/** Two workers in two locations; the far one reaches only what the file does not name. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dr-cut-'));
  witness = await Witness.start();
  service = await startIsolatedService({ WORKER_LOCATION: 'near', SWEEP_INTERVAL_MS: '200' });
  database = new pg.Client({ connectionString: service.service.databaseUrl });
  await database.connect();
  far = await startWorkerReplica(service, {
    WORKER_LOCATION: 'far',
    WORKER_QUEUES: 'monitor,failovers',
    NODE_OPTIONS: `--import=${CUT}`,
    CUT_OFF: join(directory, 'ports'),
  });
}, DEADLINE_MS);

afterAll(async () => {
  await far?.stop();
  await database?.end();
  await service?.stop();
  await witness?.stop();
  await rm(directory, { recursive: true, force: true });
}, DEADLINE_MS);

beforeEach(async () => {
  await cutOffFar();
  sites = { primary: await ControlledSite.start(), secondary: await ControlledSite.start() };
});

afterEach(async () => {
  await sites.primary.stop();
  await sites.secondary.stop();
});

const cutOffFar = (...from: ControlledSite[]) =>
  writeFile(join(directory, 'ports'), from.map(({ port }) => port).join('\n'));

/** A plan whose sites both locations have seen healthy. */
async function planOfBoth(): Promise<string> {
  const planId = await automaticPlan(service, witness, sites, { detection: { quorum: 2 } });
  await waitUntil(
    async () => {
      const { rows } = await database.query<{ seen: string }>(
        `SELECT count(healthy_at) AS seen FROM site_check_states AS state
         JOIN disaster_recovery_plans AS plan ON plan.id = state.plan_id WHERE plan.plan_id = $1`,
        [planId],
      );
      return Number(rows[0]!.seen) === 4;
    },
    { what: 'both locations see both sites', deadlineMs: 60_000 },
  );
  return planId;
}

test(
  'what one of two locations can not reach any more is not left, and people are told why; what both lose is, once',
  async () => {
    const planId = await planOfBoth();
    await cutOffFar(sites.primary);
    const blocked = await untilBlocked(service, planId, 'quorum_not_met');
    expect(blocked.reasons.map(({ message }) => message).join()).toContain('1 of 2 vantage points see it (far)');
    const again = await waitUntil(async () => (await decisionsOf(service, planId)).find(({ count }) => count > 5), {
      what: 'the same is decided again and counted',
    });
    expect(again.decision_id).toBe(blocked.decision_id);
    expect(await failoversOf(service, planId)).toEqual([]);
    const { primary_site } = (await service.call<Body<'Dashboard'>>('GET', `/dashboard?plan_id=${planId}`))
      .system_health;
    expect(primary_site.status).toBe('healthy');
    const alert = await waitUntil(
      async () =>
        (await service.call<Body<'AlertPage'>>('GET', `/alerts?plan_id=${planId}`)).alerts.find(
          ({ kind }) => kind === 'automatic_failover_blocked',
        ),
      { what: 'an alert tells why not' },
    );
    expect(alert).toMatchObject({ severity: 'critical' });
    expect(alert.message).toContain('1 of 2 vantage points');

    sites.primary.fail();
    const { failover_id, evidence } = await untilStarted(service, planId);
    expect(evidence).toMatchObject({
      required: 2,
      vantage_points: [
        { location: 'far', active_site: 'failing', other_site: 'healthy' },
        { location: 'near', active_site: 'failing', other_site: 'healthy' },
      ],
    });
    await untilStatus(service, failover_id!, 'completed');
    expect(await failoversOf(service, planId)).toEqual([failover_id]);
  },
  DEADLINE_MS,
);

test(
  'a location that reaches nothing at all is suspect itself',
  async () => {
    const planId = await planOfBoth();
    // The plan of the test before is still probed, on ports where nobody listens any more.
    await cutOffFar(sites.primary, sites.secondary);
    const { evidence } = await untilBlocked(service, planId, 'vantage_point_suspect');
    expect(evidence).toMatchObject({
      vantage_points: [
        { location: 'far', suspect: true },
        { location: 'near', suspect: false, active_site: 'well' },
      ],
    });
    expect(await failoversOf(service, planId)).toEqual([]);
  },
  DEADLINE_MS,
);
