import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { PostgresPair, type PostgresCluster } from '../../libs/actions/src/testing/postgres-pair.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { ADMIN, startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { createPlan, keepSecret, readPlan } from '../support/plans.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

type Readiness = Body<'Readiness'>;
type Finding = Body<'Finding'>;

const SETTINGS = { SWEEP_INTERVAL_MS: '100', CANARY_INTERVAL_MS: '100', READINESS_INTERVAL_MS: '5000' };
const START_MS = 120_000;
const WAIT = { deadlineMs: 60_000 };

let service: IsolatedService;
let pair: PostgresPair;
let standby: PostgresCluster;
let planId: string;

beforeAll(async () => {
  [service, pair] = await Promise.all([startIsolatedService(SETTINGS), PostgresPair.start()]);
  standby = await pair.addStandby();
  await keepSecret(service, 'pg-primary', pair.primary.url());
  await keepSecret(service, 'pg-standby', standby.url());
  planId = await createPlan(service, replicated('primary', 'secret://pg-primary', 'secret://pg-standby'));
}, START_MS);

afterAll(async () => {
  await service?.stop();
  await pair?.destroy();
});

/** A replicated database that may lose nothing. */
function replicated(name: string, primary: string, secondary: string): Body<'PlanRequest'> {
  const plan = tabletopPlan();
  return {
    ...plan,
    plan_name: name,
    components: [
      {
        ...plan.components[0]!,
        component_id: 'comp_db',
        rpo: 0,
        dependencies: [],
        recovery_procedures: ['database_failover', 'data_synchronization'],
        targets: { primary: { driver: 'postgres', url: primary }, secondary: { driver: 'postgres', url: secondary } },
      },
    ],
    recovery_procedures: [],
  };
}

const readinessOf = (id: string): Promise<Readiness> =>
  succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/readiness', { params: { path: { plan_id: id } } }));

/** What an evaluation says that began after this was called. */
async function evaluated(id: string): Promise<Readiness> {
  const { requested_at } = await succeeded(
    service.api.POST('/disaster-recovery/plans/{plan_id}/readiness-check', { params: { path: { plan_id: id } } }),
  );
  return waitUntil(
    async () => {
      const now = await readinessOf(id);
      return now.evaluated_at !== null && now.evaluated_at > requested_at && now;
    },
    { what: 'the plan is evaluated', ...WAIT },
  );
}

const until = (id: string, is: (readiness: Readiness) => boolean, what: string): Promise<Readiness> =>
  waitUntil(
    async () => {
      const now = await evaluated(id);
      return is(now) && now;
    },
    { what, ...WAIT },
  );

const errorsOf = ({ findings }: Readiness): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');

const alertsOf = async (status: 'open' | 'resolved'): Promise<readonly Body<'Alert'>[]> => {
  const params = { query: { plan_id: planId, kind: 'not_ready', status } };
  return (await succeeded(service.api.GET('/disaster-recovery/alerts', { params }))).alerts;
};

interface Refusal {
  readonly error: string;
  readonly details: { readonly findings: readonly { readonly subject: string }[] };
}

const failOver = <T>(rest: object = {}) =>
  service.send<T>('POST', `/plans/${planId}/failover`, { failover_type: 'planned', reason: 'a test', ...rest });

describe('the readiness of a plan', () => {
  it(
    'is what was found; a warning that somebody knows of does not count against it',
    async () => {
      // A standby that is behind for a moment is a warning that is over when it is to be acknowledged.
      const isCalm = (now: Readiness): boolean =>
        errorsOf(now).length === 0 && now.findings.every(({ code }) => code !== 'lag_exceeds_rpo');
      const found = await until(planId, isCalm, 'nothing is in the way');
      expect(found).toMatchObject({ status: 'at_risk', why: null, evaluated_version: 1 });
      const never = found.findings.find(({ code }) => code === 'never_tested')!;
      expect(never).toMatchObject({ severity: 'warning', subject: 'tests', acknowledged_by: null });
      const open = found.findings.filter(({ severity }) => severity === 'warning');
      for (const { finding_id } of open) {
        const acknowledged = await succeeded(
          service.api.POST('/disaster-recovery/plans/{plan_id}/readiness/findings/{finding_id}/acknowledge', {
            params: { path: { plan_id: planId, finding_id } },
            body: { comment: 'the drill is on Monday' },
          }),
        );
        expect(acknowledged).toMatchObject({ acknowledged_by: ADMIN, comment: 'the drill is on Monday' });
      }
      const again = await until(planId, ({ status }) => status === 'ready', 'it is ready');
      expect(again.score).toBeGreaterThan(found.score!);
      const same = again.findings.find(({ code }) => code === 'never_tested')!;
      expect(same).toMatchObject({ finding_id: never.finding_id, raised_at: never.raised_at, acknowledged_by: ADMIN });
      await waitUntil(async () => (await readPlan(service, planId)).readiness?.status === 'ready', {
        what: 'the plan says so',
        ...WAIT,
      });
      const params = { query: { plan_id: planId } };
      const dashboard = () => succeeded(service.api.GET('/disaster-recovery/dashboard', { params }));
      await waitUntil(async () => (await dashboard()).readiness.status === 'ready', {
        what: 'the dashboard says so',
        ...WAIT,
      });
    },
    START_MS,
  );

  it('of a plan in which nothing is bound is not applicable, and says why', async () => {
    const id = await createPlan(service, tabletopPlan());
    const now = await readinessOf(id);
    expect(now).toMatchObject({ status: 'not_applicable', score: null, findings: [] });
    expect(now.why).toMatch(/bind targets/);
  });

  it(
    'names the GRANT when a role lacks a right',
    async () => {
      const superuser = await pair.connect(pair.primary);
      await superuser.query(`
      CREATE ROLE fencer LOGIN PASSWORD '${new URL(pair.primary.url()).password}';
      GRANT pg_read_all_stats TO fencer;
      GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_reload_conf() TO fencer;
      GRANT ALTER SYSTEM ON PARAMETER default_transaction_read_only, dr.fence_epoch TO fencer;
      GRANT CREATE ON SCHEMA public TO fencer;
    `);
      const as = (server: PostgresCluster): string => Object.assign(new URL(server.url()), { username: 'fencer' }).href;
      // The heartbeats of the other plan make it, as another role.
      await waitUntil(
        async () => (await superuser.query(`SELECT WHERE to_regclass('public.dr_canary') IS NOT NULL`)).rowCount === 1,
        { what: 'the table of the heartbeats is there', ...WAIT },
      );
      await superuser.query('GRANT SELECT, INSERT, UPDATE ON public.dr_canary TO fencer');
      // Else the first look could find the standby without the role, or without its other rights.
      const { rows } = await superuser.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn');
      const replica = await pair.connect(standby);
      await waitUntil(
        async () =>
          (await replica.query('SELECT WHERE pg_last_wal_replay_lsn() >= $1::pg_lsn', [rows[0]!.lsn])).rowCount === 1,
        { what: 'the standby knows the role', ...WAIT },
      );
      await keepSecret(service, 'fencer-primary', as(pair.primary));
      await keepSecret(service, 'fencer-standby', as(standby));
      const id = await createPlan(
        service,
        replicated('a role without a right', 'secret://fencer-primary', 'secret://fencer-standby'),
      );
      const lacking = await until(
        id,
        (now) => errorsOf(now).some(({ code }) => code === 'right_missing'),
        'it is seen',
      );
      const missing = errorsOf(lacking).filter(({ code }) => code === 'right_missing');
      expect(missing.map(({ subject }) => subject).toSorted()).toEqual([
        'comp_db.primary.pg_signal_backend',
        'comp_db.secondary.pg_signal_backend',
      ]);
      expect(missing[0]!.message).toContain('GRANT pg_signal_backend TO "fencer"');
      expect(lacking.status).toBe('not_ready');

      await superuser.query('GRANT pg_signal_backend TO fencer');
      const repaired = await until(id, (now) => errorsOf(now).length === 0, 'the right is there');
      expect(repaired.resolved.map(({ subject }) => subject)).toContain('comp_db.primary.pg_signal_backend');
      await succeeded(service.api.DELETE('/disaster-recovery/plans/{plan_id}', { params: { path: { plan_id: id } } }));
    },
    START_MS,
  );
});

describe('the lag of a standby', () => {
  it(
    'grows while replay is paused, which the series and a finding show; nothing is made up for gaps',
    async () => {
      const replay = await pair.connect(standby);
      await replay.query('SELECT pg_wal_replay_pause()');
      const from = new Date(Date.now() - 60_000).toISOString();
      const series = async () => {
        const params = { path: { plan_id: planId }, query: { from, step: '1' } };
        const lag = await succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/lag', { params }));
        return lag.series!.components.find(({ component_id }) => component_id === 'comp_db')!.points;
      };
      const behind = await waitUntil(
        async () => {
          const points = await series();
          return points.some(({ canary_ms, bytes }) => (canary_ms ?? 0) > 2_000 && (bytes ?? 0) > 0) && points;
        },
        { what: 'the lag has grown', ...WAIT },
      );
      const seen = behind.flatMap(({ canary_ms }) => canary_ms ?? []);
      expect(Math.min(...seen)).toBeLessThan(1_000);
      const late = await until(
        planId,
        ({ findings }) => findings.some(({ code }) => code === 'lag_exceeds_rpo'),
        'lag',
      );
      expect(late.findings.find(({ code }) => code === 'lag_exceeds_rpo')).toMatchObject({
        subject: 'comp_db',
        severity: 'warning',
        threshold: '1000 ms',
      });
      await replay.query('SELECT pg_wal_replay_resume()');
      await until(
        planId,
        ({ findings }) => findings.every(({ code }) => code !== 'lag_exceeds_rpo'),
        'it has caught up',
      );
      const params = {
        path: { plan_id: planId },
        query: { from: '2020-01-01T00:00:00Z', to: '2020-01-01T01:00:00Z', step: '60' },
      };
      const past = await succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/lag', { params }));
      expect(past.series!.components[0]!.points).toHaveLength(60);
      expect(
        past.series!.components[0]!.points.every(({ bytes, canary_ms }) => bytes === null && canary_ms === null),
      ).toBe(true);
    },
    START_MS,
  );
});

describe('a plan whose standby is gone', () => {
  it(
    'is not ready, raises an alert, refuses a planned failover unless overridden, and recovers',
    async () => {
      await standby.stop();
      await until(planId, ({ status }) => status === 'not_ready', 'the standby is missed');
      // One that began when it had stopped: of one that is just stopping something else may be said, which is over soon.
      const gone = await evaluated(planId);
      const subjects = errorsOf(gone).map(({ subject }) => subject);
      expect(subjects).toContain('comp_db.check_standby');
      const [alert] = await waitUntil(
        async () => {
          const open = await alertsOf('open');
          return open.length > 0 && open;
        },
        { what: 'the alert is raised', ...WAIT },
      );
      expect(alert).toMatchObject({ title: 'Plan Not Ready', plan_id: planId });

      const refused = await failOver<Refusal>();
      expect(refused).toMatchObject({ status: 409, body: { error: 'plan_not_ready', details: { plan_id: planId } } });
      expect(refused.body.details.findings.map(({ subject }) => subject)).toContain('comp_db.check_standby');
      expect((await failOver({ override_readiness: {} })).status).toBe(422);

      const comment = 'the standby is being started';
      const allowed = await failOver<{ failover_id: string }>({ override_readiness: { comment } });
      expect(allowed.status).toBe(202);
      const id = allowed.body.failover_id;
      const execution = await service.call<{ request: object }>('GET', `/executions/${id}`);
      expect(execution.request).toMatchObject({
        override_readiness: { comment, findings: expect.arrayContaining(errorsOf(gone).map((one) => one.finding_id)) },
      });
      await waitUntil(
        async () =>
          ['failed', 'rolled_back', 'cancelled'].includes(
            (await service.call<{ status: string }>('GET', `/failovers/${id}/status`)).status,
          ),
        { what: 'it has ended at its prechecks', ...WAIT },
      );

      await standby.start();
      await keepSecret(service, 'pg-standby', standby.url());
      const back = await until(planId, (now) => errorsOf(now).length === 0, 'the standby is back');
      expect(back.resolved.map(({ subject }) => subject)).toContain('comp_db.check_standby');
      // An earlier one may be over as well: until the standby was there, the plan was not ready either.
      await waitUntil(async () => (await alertsOf('resolved')).some(({ alert_id }) => alert_id === alert!.alert_id), {
        what: 'the alert is over',
        ...WAIT,
      });
    },
    START_MS,
  );
});
