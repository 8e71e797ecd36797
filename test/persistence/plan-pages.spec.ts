import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { PRIORITIES, type Priority } from '#domain/plan/plan-document.js';
import { createDataSource } from '#persistence/data-source.js';
import { InvalidCursorError } from '#persistence/errors.js';
import { migrate } from '#persistence/migrate.js';
import type { AdminUserRecord } from '#persistence/records.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { PlanListRepository, type PlanPage } from '#persistence/repositories/plan-list-repository.js';
import { PLAN_SORT_KEYS, type PlanPosition, type PlanSort } from '#persistence/repositories/plan-order.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { contractPlan } from './fixtures.js';

interface Draft {
  readonly name: string;
  readonly priority: Priority;
  readonly rto: number;
  readonly nextTest: Date | null;
}

/** Few values of each, so that many plans have the same key. */
const draft: fc.Arbitrary<Draft> = fc.record({
  name: fc.constantFrom('Alpha', 'alpha', 'beta', 'Ärger', '100%'),
  priority: fc.constantFrom(...PRIORITIES),
  rto: fc.integer({ min: 1, max: 3 }),
  nextTest: fc.constantFrom(null, new Date('2030-01-01T00:00:00Z'), new Date('2031-01-01T00:00:00.001Z')),
});
const sort: fc.Arbitrary<PlanSort> = fc.record({
  by: fc.constantFrom(...PLAN_SORT_KEYS),
  descending: fc.boolean(),
});

describe('pages of plans', () => {
  let database: TestDatabase;
  let source: DataSource;
  let lists: PlanListRepository;
  let admin: AdminUserRecord;
  let created = 0;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
    source = await createDataSource({ url: database.url, poolSize: 4 }).initialize();
    lists = new PlanListRepository(source);
    admin = await new AdminUserRepository(source).ensure('admin_1', ['admin']);
  });
  afterAll(async () => {
    await source.destroy();
    await database.stop();
  });

  async function create({ name, priority, rto, nextTest }: Draft): Promise<string> {
    const planId = `plan_${++created}`;
    const document = { ...contractPlan(), plan_name: name, priority, rto };
    await new PlanRepository(source).create({ planId, document, mode: 'simulation', createdBy: admin, nextTest });
    return planId;
  }

  /** Reads all pages, and does something between them. */
  async function walk(order: PlanSort, limit: number, between: () => Promise<void>): Promise<readonly PlanPage[]> {
    const pages: PlanPage[] = [];
    let after: PlanPosition | null = null;
    do {
      const page: PlanPage = await lists.page({ filter: {}, sort: order, after, limit });
      pages.push(page);
      after = page.next;
      await between();
    } while (after !== null && pages.length < 200);
    return pages;
  }

  it('name every plan that was there once, whatever is put in and taken away between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(draft, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(draft, fc.nat(30)), { maxLength: 4 }),
        sort,
        fc.integer({ min: 1, max: 5 }),
        async (old, meanwhile, order, limit) => {
          await source.query('TRUNCATE disaster_recovery_plans CASCADE');
          const there: string[] = [];
          for (const plan of old) there.push(await create(plan));
          const removed = new Set<string>();
          const waiting = [...meanwhile];
          const pages = await walk(order, limit, async () => {
            const next = waiting.shift();
            if (!next) return;
            await create(next[0]);
            const victim = there[next[1]];
            if (victim === undefined) return;
            removed.add(victim);
            await source.query('DELETE FROM disaster_recovery_plans WHERE plan_id = $1', [victim]);
          });
          const seen = pages.flatMap((page) => page.items.map((plan) => plan.planId));
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toEqual(expect.arrayContaining(there.filter((id) => !removed.has(id))));
          for (const page of pages.slice(0, -1)) expect(page.items).toHaveLength(limit);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are in the order that was asked for', async () => {
    await source.query('TRUNCATE disaster_recovery_plans CASCADE');
    const drafts: readonly Draft[] = [
      { name: 'b', priority: 'low', rto: 2, nextTest: null },
      { name: 'A', priority: 'critical', rto: 3, nextTest: new Date('2031-01-01T00:00:00Z') },
      { name: 'C', priority: 'high', rto: 1, nextTest: new Date('2030-01-01T00:00:00Z') },
    ];
    for (const plan of drafts) await create(plan);
    const names = async (by: PlanSort['by'], descending = false) => {
      const pages = await walk({ by, descending }, 1, () => Promise.resolve());
      return pages.flatMap((page) => page.items.map((plan) => plan.name)).join('');
    };
    expect(await names('created_at')).toBe('bAC');
    expect(await names('created_at', true)).toBe('CAb');
    expect(await names('plan_name')).toBe('AbC');
    expect(await names('priority', true)).toBe('ACb');
    expect(await names('rto')).toBe('CbA');
    expect(await names('next_test')).toBe('CAb');
    expect(await names('next_test', true)).toBe('bAC');
  });

  it('look for a text as it is, and not for what it may mean to SQL', async () => {
    await source.query('TRUNCATE disaster_recovery_plans CASCADE');
    for (const name of ['100% sure', '1000', 'Under_score', 'underXscore']) {
      await create({ name, priority: 'low', rto: 1, nextTest: null });
    }
    const found = async (text: string) => {
      const order = { by: 'plan_name', descending: false } as const;
      const { items } = await lists.page({ filter: { text }, sort: order, after: null, limit: 10 });
      expect(await lists.count({ text })).toBe(items.length);
      return items.map((plan) => plan.name);
    };
    expect(await found('100%')).toEqual(['100% sure']);
    expect(await found('UNDER_')).toEqual(['Under_score']);
    expect(await found('nowhere')).toEqual([]);
  });

  it('refuse a position that is none', async () => {
    const id = '00000000-0000-0000-0000-000000000000';
    const positions: readonly (readonly [PlanSort['by'], PlanPosition])[] = [
      ['created_at', { key: 'yesterdayish', id }],
      ['rto', { key: '99999999999999999999', id }],
      ['plan_name', { key: 'a', id: 'nobody' }],
      ['plan_name', { key: 'a\0', id }],
    ];
    for (const [by, after] of positions) {
      const page = lists.page({ filter: {}, sort: { by, descending: false }, after, limit: 1 });
      await expect(page).rejects.toThrow(InvalidCursorError);
    }
  });

  it('are found through the index of their order', async () => {
    for (const [index, expression] of [
      ['by_created_at', 'created_at'],
      ['by_name', 'lower(plan_name)'],
      ['by_priority', 'array_position('],
      ['by_rto', 'rto'],
      ['by_next_test', 'COALESCE(next_test'],
    ]) {
      const [found] = await source.query<{ indexdef: string }[]>(
        'SELECT indexdef FROM pg_indexes WHERE indexname = $1',
        [`disaster_recovery_plans_${index}`],
      );
      expect(found?.indexdef).toContain(`(${expression}`);
    }
  });
});
