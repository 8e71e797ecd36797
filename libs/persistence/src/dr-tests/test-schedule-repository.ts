import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { TestingSchedule } from '#domain/plan/plan-document.js';
import type { AdminUserRecord, PlanRecord } from '../records.js';
import { planToTest } from './plan-to-test.js';
import type { NewTest } from './test-records.js';
import { insertTest } from './test-rows.js';

/** A plan's schedule of which nobody has worked out yet when it starts a test. */
export interface OpenSchedule {
  readonly planRowId: string;
  readonly version: number;
  readonly schedule: TestingSchedule;
  readonly nextTest: Date;
  /** When the plan's version was saved. */
  readonly saidAt: Date;
}

export interface DueSchedule {
  readonly plan: PlanRecord;
  readonly creator: AdminUserRecord;
  readonly dueAt: Date;
}

/** The test that a schedule starts, and when it starts the next one should this one not move the plan's date. */
export interface ScheduledStart {
  readonly test: NewTest;
  readonly startsNextAt: Date | null;
}

const IS_KNOWN = `known.plan_version = plan.version AND known.next_test = plan.next_test`;

const OPEN = /* sql */ `
  SELECT plan.id, plan.version, plan.testing_schedule, plan.next_test, version.created_at AS said_at
  FROM disaster_recovery_plans AS plan
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  LEFT JOIN test_schedules AS known ON known.plan_id = plan.id AND ${IS_KNOWN}
  WHERE known.plan_id IS NULL AND plan.next_test IS NOT NULL AND jsonb_typeof(plan.testing_schedule) = 'object'
    AND plan.status = 'active'
  LIMIT $1
`;

/** Only for the plan as it was looked at: if it has changed since, it is open again. */
const NOTE = /* sql */ `
  INSERT INTO test_schedules (plan_id, plan_version, next_test, starts_at)
  SELECT id, version, next_test, $4 FROM disaster_recovery_plans
  WHERE id = $1 AND version = $2 AND date_trunc('milliseconds', next_test) = $3
  ON CONFLICT (plan_id) DO UPDATE
  SET plan_version = excluded.plan_version, next_test = excluded.next_test, starts_at = excluded.starts_at
`;

const CLAIM_DUE = /* sql */ `
  SELECT known.plan_id, known.starts_at
  FROM test_schedules AS known JOIN disaster_recovery_plans AS plan ON plan.id = known.plan_id AND ${IS_KNOWN}
  WHERE known.starts_at <= now() AND plan.status = 'active'
    AND NOT EXISTS (
      SELECT FROM dr_test_results AS test
      WHERE test.plan_id = plan.id AND test.source = 'schedule' AND test.status IN ('scheduled', 'running')
    )
  ORDER BY known.starts_at
  LIMIT 1
  FOR UPDATE OF known SKIP LOCKED
`;

/** What plans' testing schedules start by themselves. */
@Injectable()
export class TestScheduleRepository {
  constructor(private readonly source: DataSource) {}

  async open(limit: number): Promise<readonly OpenSchedule[]> {
    const rows = await this.source.query<
      { id: string; version: number; testing_schedule: TestingSchedule; next_test: Date; said_at: Date }[]
    >(OPEN, [limit]);
    return rows.map((row) => ({
      planRowId: row.id,
      version: row.version,
      schedule: row.testing_schedule,
      nextTest: row.next_test,
      saidAt: row.said_at,
    }));
  }

  async note({ planRowId, version, nextTest }: OpenSchedule, startsAt: Date | null): Promise<void> {
    await this.source.query(NOTE, [planRowId, version, nextTest, startsAt]);
  }

  /**
   * Writes the test of the next schedule that is due, and moves the schedule on, in one transaction: so it starts once,
   * however many workers look.
   * @returns the test's id; null when none is due.
   */
  async start(begin: (due: DueSchedule) => ScheduledStart): Promise<string | null> {
    return this.source.transaction(async (manager) => {
      const [due] = await manager.query<{ plan_id: string; starts_at: Date }[]>(CLAIM_DUE);
      if (!due) return null;
      const { test, startsNextAt } = begin({ ...(await planToTest(manager, due.plan_id)), dueAt: due.starts_at });
      await insertTest(manager, test);
      await manager.query('UPDATE test_schedules SET starts_at = $2 WHERE plan_id = $1', [due.plan_id, startsNextAt]);
      return test.testId;
    });
  }
}
