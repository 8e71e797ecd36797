import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import { PostgresPair, until } from '#actions/testing/postgres-pair.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#persistence/migrate.js';
import { newPublicId } from '#persistence/public-id.js';
import { AdminUserRepository } from '#persistence/repositories/admin-user-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { ProtectionRepository, type WatchedComponent } from '#persistence/repositories/protection-repository.js';
import { startDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { tabletopPlan } from '../../../../test/support/tabletop-plan.js';
import { ProtectionWatch } from './protection-watch.js';

/** For two looks. */
const DEADLINE_MS = 60_000;

/** Remembers what it has answered when it was asked whether the watch still knows how the plan stands. */
class Asked extends ProtectionRepository {
  readonly answers: boolean[] = [];

  override async authorityHolds(component: WatchedComponent): Promise<boolean> {
    const holds = await super.authorityHolds(component);
    this.answers.push(holds);
    return holds;
  }
}

describe('a watch that has not heard of a failover yet', () => {
  let database: TestDatabase;
  let source: DataSource;
  let pair: PostgresPair;

  beforeAll(async () => {
    database = await startDatabase();
    await migrate(database.url);
    source = await createDataSource({ url: database.url, poolSize: 3 }).initialize();
    pair = await PostgresPair.start();
  });
  afterAll(async () => {
    await pair?.destroy();
    await source?.destroy();
    await database?.stop();
  });

  it('does not take the server that it has promoted for a risk', async () => {
    const standby = await pair.addStandby();
    await (await pair.connect(standby)).query('SELECT pg_promote()');
    const document = tabletopPlan() as PlanDocument;
    const [component] = document.components;
    const plan = await new PlanRepository(source).create({
      planId: newPublicId('plan'),
      document: {
        ...document,
        components: [
          {
            ...component!,
            recovery_procedures: ['database_failover'],
            targets: {
              primary: { driver: 'postgres', url: pair.primary.url() },
              secondary: { driver: 'postgres', url: standby.url() },
            },
          },
        ],
      },
      mode: 'live',
      createdBy: await new AdminUserRepository(source).ensure('admin_1', ['admin']),
      nextTest: null,
    });
    const protections = new Asked(source);
    const [known] = await protections.claim('a watcher', 60_000);
    const raiseEpoch = (by: number) =>
      source.query('UPDATE plan_authority SET epoch = epoch + $2 WHERE plan_id = $1', [plan.id, by]);
    await raiseEpoch(1);

    const sessions = new PostgresSessions({ resolve: (reference) => Promise.resolve(reference) });
    const watch = new ProtectionWatch(known!, protections, sessions, pino({ level: 'silent' }));
    watch.start();
    try {
      await until(() => Promise.resolve(protections.answers.length > 1), DEADLINE_MS);
      expect(protections.answers.slice(0, 2)).toEqual([false, false]);
      expect((await protections.of(plan.planId)).events).toEqual([]);
      // Had the plan not moved, it would have told of it.
      await raiseEpoch(-1);
      await until(async () => (await protections.of(plan.planId)).events.length > 0, DEADLINE_MS);
    } finally {
      await watch.stop();
      sessions.close();
    }
  });
});
