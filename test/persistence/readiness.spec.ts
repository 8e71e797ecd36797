import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { finding } from '#domain/readiness/finding.js';
import { createDataSource } from '#persistence/data-source.js';
import { LagRepository } from '#persistence/lag/lag-repository.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import { EvaluationRepository } from '#persistence/readiness/evaluation-repository.js';
import { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import type { AdminUserRecord, PlanRecord } from '#persistence/records.js';
import { planReadiness } from '#persistence/triggers/plan-readiness.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { contractPlan, seedFailover } from './fixtures.js';

let database: TestDatabase;
let source: DataSource;
let admin: AdminUserRecord;
let evaluations: EvaluationRepository;
let readiness: ReadinessRepository;

/** Whatever a test has claimed or evaluated is not due again in another one, however long the tests take. */
const CLAIM = { ttlMs: 3_600_000, intervalMs: 3_600_000, limit: 10 };
const GONE = finding({ code: 'peer_unreachable', severity: 'error', subject: 'comp_db', message: 'gone' });
const OLD = finding({ code: 'test_too_old', severity: 'warning', subject: 'tests', message: 'old' });

beforeAll(async () => {
  database = await startDatabase();
  await migrate(database.url);
  source = createDataSource({ url: database.url, poolSize: 5 });
  await source.initialize();
  admin = await new AdminUserRepository(source).ensure('admin_1', ['admin']);
  evaluations = new EvaluationRepository(source);
  readiness = new ReadinessRepository(source);
}, 150_000);

afterAll(async () => {
  await source?.destroy();
  await database?.stop();
});

function livePlan(): Promise<PlanRecord> {
  const plan = { document: contractPlan(), mode: 'live', createdBy: admin, nextTest: null } as const;
  return new PlanRepository(source).create({ ...plan, planId: newPublicId('plan') });
}

describe('what automatic failovers are told', () => {
  it('is what stood before the outage: what the outage itself has broken forbids nothing', async () => {
    const plan = await livePlan();
    const told = (): Promise<unknown> => source.transaction((manager) => planReadiness(manager, plan.id));
    expect(await told()).toBe('unknown');
    const claims = await evaluations.claim('one', CLAIM);
    await evaluations.record(
      'one',
      claims.find((claim) => claim.plan.planId === plan.planId)!,
      [GONE],
    );
    expect(await told()).toBe('ready');
    await source.query(`UPDATE readiness_findings SET raised_at = now() - interval '2 minutes' WHERE plan_id = $1`, [
      plan.id,
    ]);
    expect(await told()).toBe('not_ready');
    await source.query(
      `INSERT INTO site_check_states (plan_id, site, check_no, location, failing_since)
       VALUES ($1, 'primary', 1, 'default', now() - interval '5 minutes')`,
      [plan.id],
    );
    expect(await told()).toBe('ready');
  });
});

describe('evaluations of plans', () => {
  it('are made by one worker; whoever has lost a claim writes nothing', async () => {
    const plan = await livePlan();
    const both = await Promise.all([evaluations.claim('one', CLAIM), evaluations.claim('two', CLAIM)]);
    const claims = both.flat();
    expect(claims.map((claim) => claim.plan.planId)).toEqual([plan.planId]);
    const [holder, other] = both[0]!.length === 1 ? (['one', 'two'] as const) : (['two', 'one'] as const);
    expect(await evaluations.record(other, claims[0]!, [GONE])).toBe(false);
    expect((await readiness.of(plan.planId)).findings).toEqual([]);
    expect(await evaluations.record(holder, claims[0]!, [GONE])).toBe(true);
    expect(await evaluations.record(holder, claims[0]!, [])).toBe(false);
  });

  it('say nothing when a failover has begun meanwhile, and are made anew when it is over', async () => {
    const plan = await livePlan();
    const claimed = async () => {
      const claims = await evaluations.claim('one', CLAIM);
      return claims.find((claim) => claim.plan.id === plan.id);
    };
    const begun = (await claimed())!;
    const { executionId } = await seedFailover(source, { admin, plan: { ...plan, mode: 'simulation' } });
    expect(await evaluations.record('one', begun, [GONE])).toBe(false);
    expect((await readiness.of(plan.planId)).findings).toEqual([]);
    expect(await claimed()).toBeUndefined();
    await source.query(
      `UPDATE executions SET status = 'completed', completed_at = clock_timestamp() WHERE execution_id = $1`,
      [executionId],
    );
    expect(await evaluations.record('one', (await claimed())!, [GONE])).toBe(true);
  });

  it('keep a finding while it is seen, resolve it when it is not, and raise it anew afterwards', async () => {
    const plan = await livePlan();
    const evaluate = async (...findings: readonly (typeof GONE)[]) => {
      await readiness.request(plan.planId);
      const claims = await evaluations.claim('one', CLAIM);
      const mine = claims.find((claim) => claim.plan.planId === plan.planId)!;
      expect(await evaluations.record('one', mine, findings)).toBe(true);
      return readiness.of(plan.planId);
    };
    const [first] = (await evaluate(OLD)).findings;
    const until = new Date(Date.now() + 3_600_000);
    await readiness.acknowledge(plan.planId, first!.findingId, { by: admin, comment: 'known', until });
    expect(await readiness.summary(plan.planId)).toMatchObject({ status: 'ready', score: 97 });
    const again = await evaluate(OLD, GONE);
    expect(again).toMatchObject({ status: 'not_ready', score: 57 });
    const kept = again.findings.find(({ code }) => code === OLD.code)!;
    expect(kept).toMatchObject({ findingId: first!.findingId, comment: 'known', acknowledgedBy: 'admin_1' });
    expect(kept.lastSeenAt.getTime()).toBeGreaterThan(first!.lastSeenAt.getTime());

    const over = new Date(Date.now() - 1_000);
    await readiness.acknowledge(plan.planId, first!.findingId, { by: admin, comment: 'known', until: over });
    expect((await evaluate(OLD)).status).toBe('at_risk');
    expect((await evaluate()).findings.every(({ resolvedAt }) => resolvedAt !== null)).toBe(true);
    const gone = { by: admin, comment: 'too late', until: null };
    await expect(readiness.acknowledge(plan.planId, first!.findingId, gone)).rejects.toMatchObject({
      code: 'finding_not_found',
    });
    const anew = (await evaluate(OLD)).findings.find(({ resolvedAt }) => resolvedAt === null)!;
    expect(anew).toMatchObject({ acknowledgedAt: null, comment: null });
    expect(anew.findingId).not.toBe(first!.findingId);
  });

  it('say nothing of a plan that has changed its version or its site, or was not looked at for long', async () => {
    const plan = await livePlan();
    const claims = await evaluations.claim('one', CLAIM);
    await evaluations.record(
      'one',
      claims.find((claim) => claim.plan.id === plan.id)!,
      [GONE],
    );
    const set = (table: string, change: string, key: string) =>
      source.query(`UPDATE ${table} SET ${change} WHERE ${key} = $1`, [plan.id]);
    await set('plan_authority', `active_site = 'secondary'`, 'plan_id');
    await set('plan_authority', `active_site = 'primary'`, 'plan_id');
    await set('plan_readiness', `evaluated_at = now() - interval '7 hours'`, 'plan_id');
    expect(await readiness.summary(plan.planId)).toMatchObject({ status: 'unknown' });
    await set('plan_readiness', `evaluated_at = now(), evaluated_version = 7`, 'plan_id');
  });
});

describe('the lag over time', () => {
  it('is the worst of each step, by samples and by minutes alike, and null where nothing was measured', async () => {
    const plan = await livePlan();
    const samples = new LagRepository(source);
    await samples.record(plan.planId, 'comp_a', { bytes: 10, replayMs: null, canaryMs: 100 });
    await samples.record(plan.planId, 'comp_a', { bytes: 30, replayMs: null, canaryMs: 50 });
    const minute = Math.floor(Date.now() / 60_000) * 60_000;
    const range = { from: new Date(minute - 120_000), to: new Date(minute + 120_000) };
    const query = { planId: plan.planId, componentIds: ['comp_a', 'comp_b'], ...range };
    for (const step of [60, 20]) {
      const points = await samples.series({ ...query, step });
      expect(points).toHaveLength((2 * 240) / step);
      const seen = points.filter(({ bytes }) => bytes !== null);
      expect(new Set(seen.map(({ componentId }) => componentId))).toEqual(new Set(['comp_a']));
      expect(Math.max(...seen.map(({ bytes }) => bytes!))).toBe(30);
      expect(Math.max(...seen.map(({ canaryMs }) => canaryMs!))).toBe(100);
      expect(points.every(({ replayMs }) => replayMs === null)).toBe(true);
    }
    await source.query(`UPDATE lag_samples SET at = at - interval '3 days'`);
    await source.query(`UPDATE lag_minutes SET minute = minute - interval '3 days'`);
    await samples.prune();
    const count = async (table: string) =>
      (await source.query<{ n: number }[]>(`SELECT count(*)::integer AS n FROM ${table}`))[0]!.n;
    expect(await count('lag_samples')).toBe(0);
    expect(await count('lag_minutes')).toBeGreaterThan(0);
    await source.query(`UPDATE lag_minutes SET minute = minute - interval '28 days'`);
    await samples.prune();
    expect(await count('lag_minutes')).toBe(0);
  });
});
