import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { createDataSource } from '#persistence/data-source.js';
import { FailoverInProgressError, PlanArchivedError } from '#persistence/errors.js';
import { migrate } from '#persistence/migrate.js';
import { PlanChangeRepository } from '#persistence/repositories/plan-change-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { contractPlan, seedFailover, seedPlan, type Seed } from './fixtures.js';

describe('changes of plans', () => {
  let database: TestDatabase;
  let source: DataSource;
  let changes: PlanChangeRepository;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
    source = await createDataSource({ url: database.url, poolSize: 10 }).initialize();
    changes = new PlanChangeRepository(source);
  });
  afterAll(async () => {
    await source.destroy();
    await database.stop();
  });

  function update({ plan, admin }: Seed, document: PlanDocument, expected: readonly number[] | null = null) {
    const next = document.testing_schedule?.next_test;
    const nextTest = next ? new Date(next) : null;
    return changes.update({
      planId: plan.planId,
      expected,
      document,
      mode: 'simulation',
      nextTest,
      updatedBy: admin,
    });
  }

  const { created_by: _, ...document } = contractPlan() as PlanDocument & { created_by?: string };

  it('the tables that SPEC.md names follow the newest version', async () => {
    const seed = await seedPlan(source);
    const [procedure] = document.recovery_procedures;
    const rows = () =>
      source.query<{ id: string; procedure_id: string; name: string; steps: string[] }[]>(
        'SELECT id, procedure_id, name, steps FROM recovery_procedures WHERE plan_id = $1 ORDER BY procedure_id',
        [seed.plan.id],
      );
    const [before] = await rows();
    await update(seed, {
      ...document,
      plan_name: 'Renamed',
      rto: 5,
      failover_configuration: { ...document.failover_configuration, failover_timeout: 17, failover_triggers: [] },
      recovery_procedures: [
        { ...procedure!, name: 'Rebuilt', steps: ['One'] },
        { ...procedure!, procedure_id: 'proc_2', dependencies: [procedure!.procedure_id] },
      ],
    });
    const [first, second] = await rows();
    expect(first).toEqual({ ...before, name: 'Rebuilt', steps: ['One'] });
    expect(second).toMatchObject({ procedure_id: 'proc_2' });
    expect(
      await source.query('SELECT failover_timeout, failover_triggers FROM failover_configurations WHERE plan_id = $1', [
        seed.plan.id,
      ]),
    ).toEqual([{ failover_timeout: 17, failover_triggers: [] }]);
    expect(
      await source.query('SELECT plan_name, rto, version FROM disaster_recovery_plans WHERE id = $1', [seed.plan.id]),
    ).toEqual([{ plan_name: 'Renamed', rto: 5, version: 2 }]);
    await update(seed, { ...document, recovery_procedures: [] });
    expect(await rows()).toEqual([]);
  });

  it('the next test moves only when the document moves it', async () => {
    const seed = await seedPlan(source);
    const nextTest = async () => (await new PlanRepository(source).get(seed.plan.planId)).nextTest?.toISOString();
    await source.query(`UPDATE disaster_recovery_plans SET next_test = '2030-01-01T00:00:00Z' WHERE id = $1`, [
      seed.plan.id,
    ]);
    await update(seed, { ...document, rto: 5 });
    expect(await nextTest()).toBe('2030-01-01T00:00:00.000Z');
    const schedule = document.testing_schedule!;
    await update(seed, { ...document, testing_schedule: { ...schedule, next_test: '2031-01-01T00:00:00Z' } });
    expect(await nextTest()).toBe('2031-01-01T00:00:00.000Z');
    await update(seed, { ...document, testing_schedule: null });
    expect(await nextTest()).toBeUndefined();
  });

  it('of many that are based on the same version exactly one is made, in every round', async () => {
    const seed = await seedPlan(source);
    for (let version = 1; version <= 5; version++) {
      const attempts = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => update(seed, { ...document, rto: version * 100 + i }, [version])),
      );
      const made = attempts.filter((attempt) => attempt.status === 'fulfilled');
      expect(made.map(({ value }) => value)).toEqual([version + 1]);
      for (const attempt of attempts) {
        if (attempt.status === 'fulfilled') continue;
        expect(attempt.reason).toMatchObject({
          code: 'precondition_failed',
          details: { current_version: version + 1 },
        });
      }
    }
    const [counted] = await source.query<{ count: number }[]>(
      'SELECT count(*)::integer AS count FROM plan_versions WHERE plan_id = $1',
      [seed.plan.id],
    );
    expect(counted).toEqual({ count: 6 });
  });

  it('of many that are based on any version all are made, one after the other', async () => {
    const seed = await seedPlan(source);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => update(seed, { ...document, rto: 1_000 + i }, null)),
    );
    expect(made.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  it('a failover begins or the plan is archived, and never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const seed = await seedPlan(source);
      const begin = () => seedFailover(source, seed);
      const archive = () => changes.archive(seed.plan.planId, null);
      const calls = round % 2 === 0 ? [begin(), archive()] : [archive(), begin()];
      const results = await Promise.allSettled(calls);
      const failed = results.filter((result) => result.status === 'rejected');
      expect(failed).toHaveLength(1);
      const reason: unknown = failed[0]!.reason;
      expect([FailoverInProgressError, PlanArchivedError]).toContain((reason as object).constructor);
      outcomes.add((reason as Error).name);
    }
    // Otherwise the two have never met, and this shows nothing.
    expect([...outcomes].toSorted()).toEqual(['FailoverInProgressError', 'PlanArchivedError']);
  });
});
