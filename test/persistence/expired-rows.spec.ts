import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#persistence/migrate.js';
import { IdempotencyRepository } from '#persistence/repositories/idempotency-repository.js';
import { RateLimitRepository } from '#persistence/repositories/rate-limit-repository.js';
import { SiteHealthRepository } from '#persistence/site-health/site-health-repository.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { seedPlan } from './fixtures.js';

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await startDatabase();
  await migrate(database.url);
  source = await createDataSource({ url: database.url, poolSize: 5 }).initialize();
});
afterAll(async () => {
  await source?.destroy();
  await database?.stop();
});

const column = async (sql: string): Promise<readonly string[]> =>
  (await source.query<{ name: string }[]>(sql)).map(({ name }) => name);

const TABLES = [
  {
    table: 'rate_limit_windows',
    insert: `INSERT INTO rate_limit_windows (key, hits, expires_at)
             SELECT name, ARRAY[now()], now() + age * interval '1 second' FROM (VALUES %) AS given (name, age)`,
    sweep: (atMost: number) => new RateLimitRepository(source).sweep(atMost),
  },
  {
    table: 'idempotency_keys',
    insert: `INSERT INTO idempotency_keys (id, subject, route, key, fingerprint, attempt, locked_until, expires_at)
             SELECT gen_random_uuid(), 'admin', 'POST /plans', name, '', gen_random_uuid(), now(),
               now() + age * interval '1 second'
             FROM (VALUES %) AS given (name, age)`,
    sweep: (atMost: number) => new IdempotencyRepository(source).sweep(atMost),
  },
] as const;

describe.each(TABLES)('the sweep of $table', ({ table, insert, sweep }) => {
  const given = (...rows: readonly (readonly [name: string, ageSeconds: number])[]) =>
    source.query(insert.replace('%', rows.map(([name, age]) => `('${name}', ${age})`).join(', ')));
  const left = () => column(`SELECT key AS name FROM ${table} ORDER BY key`);

  beforeEach(() => source.query(`TRUNCATE ${table}`));

  it('removes what has expired, and nothing else', async () => {
    await given(['long ago', -3600], ['just now', -1], ['soon', 3600], ['later', 86_400]);
    await sweep(1_000);
    expect(await left()).toEqual(['later', 'soon']);
    await sweep(1_000);
    expect(await left()).toEqual(['later', 'soon']);
  });

  it('removes at most as many at once as it is told, and the rest the next time', async () => {
    await given(['a', -1], ['b', -1], ['c', -1], ['d', 3600]);
    await sweep(2);
    expect(await left()).toHaveLength(2);
    expect(await left()).toContain('d');
    await sweep(2);
    expect(await left()).toEqual(['d']);
  });

  it('passes over a row that somebody is just using, and does not wait for it', async () => {
    await given(['used', -1], ['free', -1]);
    const user = source.createQueryRunner();
    await user.startTransaction();
    try {
      await user.query(`SELECT FROM ${table} WHERE key = 'used' FOR UPDATE`);
      await sweep(1_000);
      expect(await left()).toEqual(['used']);
    } finally {
      await user.rollbackTransaction();
      await user.release();
    }
    await sweep(1_000);
    expect(await left()).toEqual([]);
  });
});

describe('the pruning of site health', () => {
  it('keeps minutes for two days and days for 400', async () => {
    const { plan } = await seedPlan(source);
    const ids = await source.query<{ id: string }[]>('SELECT id FROM disaster_recovery_plans WHERE plan_id = $1', [
      plan.planId,
    ]);
    const health = (table: string, when: string, values: string) =>
      source.query(
        `INSERT INTO ${table} (plan_id, site, ${when}, ok, failed, latency_ms)
         SELECT $1, 'primary', moment, 1, 0, 5 FROM (VALUES ${values}) AS given (moment)`,
        [ids[0]!.id],
      );
    const ago = (text: string) => `(date_trunc('minute', now()) - interval '${text}')`;
    await health('site_health_minutes', 'minute', [ago('1 minute'), ago('47 hours'), ago('49 hours')].join(', '));
    await health('site_health_days', 'day', '(current_date), (current_date - 400), (current_date - 401)');

    await new SiteHealthRepository(source).prune();

    expect(
      await column(`SELECT round(extract(epoch FROM now() - minute) / 3600)::text AS name
                    FROM site_health_minutes ORDER BY minute`),
    ).toEqual(['47', '0']);
    expect(await column(`SELECT (current_date - day)::text AS name FROM site_health_days ORDER BY day`)).toEqual([
      '400',
      '0',
    ]);
  });

  it('forgets the states of checks that no plan has any more, and keeps those that one has', async () => {
    const { plan } = await seedPlan(source);
    const checks = [{ type: 'http', url: 'http://127.0.0.1:1/' }];
    const [row] = await source
      .query<{ id: string }[]>(
        `UPDATE disaster_recovery_plans SET execution_mode = 'live',
         failover_configuration = jsonb_set(failover_configuration, '{primary_site,health_checks}', $2)
       WHERE plan_id = $1 RETURNING id`,
        [plan.planId, JSON.stringify(checks)],
      )
      .then(([rows]) => rows as unknown as { id: string }[]);
    await source.query(
      `INSERT INTO site_check_states (plan_id, site, check_no) VALUES ($1, 'primary', 1), ($1, 'primary', 2)`,
      [row!.id],
    );
    const states = () => column(`SELECT site || ' ' || check_no AS name FROM site_check_states ORDER BY 1`);

    await new SiteHealthRepository(source).prune();
    expect(await states()).toEqual(['primary 1']);

    await source.query(`UPDATE disaster_recovery_plans SET status = 'archived' WHERE plan_id = $1`, [plan.planId]);
    await new SiteHealthRepository(source).prune();
    expect(await states()).toEqual([]);
  });
});
