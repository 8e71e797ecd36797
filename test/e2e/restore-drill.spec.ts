import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { BackedUp, BIN, RESTIC_PASSWORD } from '../support/backups.js';
import { scheduleTest, testRequest, testResults } from '../support/dr-tests.js';
import { execution } from '../support/executions.js';
import { createPlan, keepSecret } from '../support/plans.js';
import { describeIf, requires } from '../support/requirements.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

type Component = Body<'ComponentRequest'>;
type RestoreTarget = NonNullable<NonNullable<Component['targets']>['restore']>;

const TIME = 240_000;
const DEADLINE = { deadlineMs: 120_000 };

/** The end of what a restore drill is for: production is as it was, and nothing of the drill is left. */
const needed = requires('pg_rewind');
needed.describe('with PostgreSQL of Debian:', () =>
  describeIf('restic', 'a restore drill', (restic) => {
    let backedUp: BackedUp;
    let service: IsolatedService;
    let root: string;
    let database: pg.Client;

    beforeAll(async () => {
      backedUp = await BackedUp.start(needed.path);
      root = await backedUp.directory(join(backedUp.folder, 'r'));
      service = await startIsolatedService({
        SWEEP_INTERVAL_MS: '200',
        LEASE_TTL_MS: '3000',
        CANARY_INTERVAL_MS: '200',
        BACKUP_PROGRAMS: `${restic},${BIN}`,
        RESTORE_DIRECTORIES: root,
      });
      database = new pg.Client({ connectionString: service.service.databaseUrl });
      await database.connect();
      await keepSecret(service, 'production', backedUp.production.url);
      await keepSecret(service, 'restic', RESTIC_PASSWORD);
      await backedUp.sql('CREATE TABLE orders AS SELECT generate_series(1, 1000) AS id');
    }, TIME);

    afterAll(async () => {
      await database?.end();
      await service?.stop();
      await backedUp?.remove();
    }, TIME);

    function planWith(target: Partial<RestoreTarget> = {}, path = backedUp.restic.path): Body<'PlanRequest'> {
      const { repository } = backedUp.restic;
      const plan = tabletopPlan();
      return {
        ...plan,
        components: [
          {
            ...plan.components[0]!,
            recovery_procedures: [],
            targets: {
              primary: { driver: 'postgres', url: 'secret://production' },
              restore: { directory: root, bin: BIN, tables: [{ table: 'public.orders', rows: 1000 }], ...target },
            },
            backup: { driver: 'restic', repository, password: 'secret://restic', path },
          },
        ],
        recovery_procedures: [],
      };
    }

    function restoreTest(changes: Partial<Body<'TestRequest'>> = {}): Body<'TestRequest'> {
      const { success_criteria: _, test_scenarios, ...request } = testRequest(new Date(), { test_type: 'restore' });
      return { ...request, test_scenarios: test_scenarios.slice(0, 1), ...changes };
    }

    const ended = (id: string) =>
      waitUntil(
        async () => {
          const now = await testResults(service, id);
          return now.completed_at !== null && now;
        },
        { what: 'the test is over', ...DEADLINE },
      );

    async function nothingIsLeft(): Promise<void> {
      expect(await readdir(root)).toEqual([]);
      const [row] = await backedUp.sql(`
      SELECT pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS read_only,
             (SELECT count(*)::int FROM pg_replication_slots) AS slots,
             (SELECT count(*)::int FROM pg_stat_replication) AS streams,
             (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline`);
      expect(row).toEqual({ standby: false, read_only: 'off', slots: 0, streams: 0, timeline: 1 });
    }

    /** A plan whose heartbeats are in a backup that was made after it. */
    async function backedUpPlan(target: Partial<RestoreTarget> = {}): Promise<string> {
      const plan = await createPlan(service, planWith(target));
      const params = { path: { plan_id: plan } };
      const lag = () => succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/lag', { params }));
      await waitUntil(async () => typeof (await lag()).components[0]?.last_canary_at === 'string', {
        what: 'a canary was written',
        ...DEADLINE,
      });
      await backedUp.resticBackup(restic);
      return plan;
    }

    it(
      'restores, promotes, compares and measures the newest backup',
      async () => {
        const plan = await backedUpPlan();
        const result = await ended(await scheduleTest(service, plan, restoreTest()));
        expect(result).toMatchObject({
          status: 'completed',
          overall_result: 'passed',
          execution_mode: 'live',
          cleanup: [{ status: 'succeeded' }],
          measurements: { rto_ms: expect.any(Number), rpo_ms: expect.any(Number) },
          scenario_results: [{ status: 'passed', rto_achieved: true, data_integrity_verified: true, issues: [] }],
        });
        const { steps } = await execution(service, result.test_id);
        const output = (step: string) => steps.find(({ step_id }) => step_id.endsWith(`.${step}`))?.output;
        expect(output('measure_loss')).toMatchObject({ proof: 'canary', rpo_ms: result.measurements?.rpo_ms });
        expect(output('verify_data')).toMatchObject({ compared: 1, amcheck: 'passed' });
        expect(output('check_pages')).toMatchObject({ page_checksums: 'passed' });
        await nothingIsLeft();
      },
      TIME,
    );

    it(
      'whose worker is killed twice goes on, finds that the data are not what they should be, and is cleaned up',
      async () => {
        const plan = await createPlan(service, planWith({ tables: [{ table: 'public.orders', rows: 999 }] }));
        const id = await scheduleTest(service, plan, restoreTest());
        const killed = new Set<number>();
        for (const step of ['restore', 'start']) {
          await waitUntil(() => hasBegun(id, step), { what: `${step} has begun`, everyMs: 10, ...DEADLINE });
          const pid = await holder(id);
          // The dead one is still written there while nobody has taken over.
          if (pid === null || killed.has(pid)) continue;
          killed.add(pid);
          process.kill(pid, 'SIGKILL');
        }
        const result = await ended(id);
        expect(killed.size).toBeGreaterThan(0);
        expect(result).toMatchObject({
          status: 'completed',
          overall_result: 'failed',
          cleanup: [{ status: 'succeeded' }],
          scenario_results: [{ status: 'failed', data_integrity_verified: false }],
        });
        expect(JSON.stringify(result.scenario_results)).toContain('1000 rows instead of 999');
        const { steps } = await execution(service, id);
        expect(steps.filter(({ status }) => status !== 'succeeded').map(({ step_id }) => step_id)).toEqual([
          expect.stringMatching(/\.verify_data$/),
        ]);
        await nothingIsLeft();
      },
      TIME,
    );

    async function hasBegun(id: string, step: string): Promise<boolean> {
      const answer = await service.send<Body<'Execution'>>('GET', `/executions/${id}`);
      if (answer.status !== 200) return false;
      const found = answer.body.steps.find(({ step_id }) => step_id.endsWith(`.${step}`));
      return found !== undefined && found.status !== 'pending';
    }

    async function holder(id: string): Promise<number | null> {
      const { rows } = await database.query<{ pid: number }>(
        `SELECT split_part(lease_owner, ':', 2)::int AS pid FROM executions
       WHERE execution_id = $1 AND lease_owner IS NOT NULL`,
        [id],
      );
      return rows[0]?.pid ?? null;
    }

    it(
      'that is cancelled takes back what it has restored',
      async () => {
        const plan = await createPlan(service, planWith());
        const id = await scheduleTest(service, plan, restoreTest());
        await waitUntil(async () => (await readdir(root)).length > 0, { what: 'it is restored', ...DEADLINE });
        const params = { path: { test_id: id } };
        await succeeded(
          service.api.POST('/disaster-recovery/tests/{test_id}/cancel', { params, body: { comment: 'enough' } }),
        );
        expect(await ended(id)).toMatchObject({ status: 'cancelled' });
        await nothingIsLeft();
      },
      TIME,
    );

    it(
      'is about a backup whose age readiness looks at',
      async () => {
        const found = async (path: string): Promise<readonly string[]> => {
          const plan = await createPlan(service, planWith({}, path));
          const params = { path: { plan_id: plan } };
          const readiness = await waitUntil(
            async () => {
              const now = await succeeded(service.api.GET('/disaster-recovery/plans/{plan_id}/readiness', { params }));
              return now.evaluated_at !== null && now;
            },
            { what: 'the plan is evaluated', ...DEADLINE },
          );
          return readiness.findings.map(({ code }) => code).filter((code) => code.startsWith('backup'));
        };
        expect(await found(join(backedUp.folder, 'another'))).toEqual(['backup_missing']);
        await waitUntil(async () => (await found(backedUp.restic.path)).length === 0, {
          what: 'it is young',
          ...DEADLINE,
        });
      },
      TIME,
    );

    it('is refused where it could meet production, with the plan, at the request, and for what is not allowed', async () => {
      const save = (plan: Body<'PlanRequest'>) => service.send('POST', '/plans', plan);
      const refused = (field: string, what: string) => ({
        status: 400,
        body: {
          error: 'invalid_dr_plan',
          details: { field: `components[0].targets.restore${field}`, issue: expect.stringContaining(what) },
        },
      });
      expect(await save(planWith({}, join(root, 'main')))).toMatchObject(refused('.directory', 'Overlaps'));
      expect(await save(planWith({ directory: '/srv/elsewhere' }))).toMatchObject(refused('', 'RESTORE_DIRECTORIES'));
      expect(await save(planWith({ bin: '/opt/pg/bin' }))).toMatchObject(refused('', 'BACKUP_PROGRAMS'));

      const plan = await createPlan(service, planWith());
      const { components, ...rest } = planWith();
      const { restore: _, ...targets } = components[0]!.targets!;
      const backup = { ...components[0]!.backup!, path: root };
      const other = await createPlan(service, {
        ...rest,
        components: [{ ...components[0]!, targets, backup }],
      } as Body<'PlanRequest'>);
      const answer = await service.send('POST', `/plans/${plan}/tests`, restoreTest());
      expect(answer).toMatchObject({
        status: 422,
        body: {
          error: 'validation_failed',
          details: { issues: [expect.stringContaining('plan.components[0].targets.restore.directory')] },
        },
      });
      expect(await service.send('POST', `/plans/${other}/tests`, restoreTest())).toMatchObject({
        status: 422,
        body: { details: { issues: expect.arrayContaining([expect.stringContaining('has no targets.restore')]) } },
      });
      await nothingIsLeft();
    });
  }),
);
