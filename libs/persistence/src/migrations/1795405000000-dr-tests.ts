import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What scheduling, running and judging of tests need beside SPEC.md's columns. Runs inside a transaction. */
export class DrTests1795405000000 implements MigrationInterface {
  readonly name = 'DrTests1795405000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  ALTER TABLE dr_test_results
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN scheduled_for timestamptz,
    ADD COLUMN requested_duration integer,
    ADD COLUMN test_environment jsonb,
    ADD COLUMN test_scenarios jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN success_criteria text[] NOT NULL DEFAULT '{}',
    ADD COLUMN notifications jsonb,
    ADD COLUMN scheduled_by uuid CONSTRAINT dr_test_results_scheduled_by_fkey REFERENCES admin_users (id),
    ADD COLUMN source text NOT NULL DEFAULT 'request',
    ADD COLUMN rto_ms double precision,
    ADD COLUMN rpo_ms double precision,
    ADD COLUMN execution_mode text;
  CREATE INDEX dr_test_results_due ON dr_test_results (scheduled_for) WHERE status = 'scheduled';
  CREATE UNIQUE INDEX one_running_test_per_plan ON dr_test_results (plan_id) WHERE status = 'running';

  CREATE TABLE test_schedules (
    plan_id uuid PRIMARY KEY REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    plan_version integer NOT NULL,
    next_test timestamptz NOT NULL,
    starts_at timestamptz
  );
  CREATE INDEX test_schedules_starts_at ON test_schedules (starts_at);
`;

const DOWN = /* sql */ `
  DROP TABLE test_schedules;
  DROP INDEX one_running_test_per_plan, dr_test_results_due;
  ALTER TABLE dr_test_results
    DROP COLUMN execution_mode,
    DROP COLUMN rpo_ms,
    DROP COLUMN rto_ms,
    DROP COLUMN source,
    DROP COLUMN scheduled_by,
    DROP COLUMN notifications,
    DROP COLUMN success_criteria,
    DROP COLUMN test_scenarios,
    DROP COLUMN test_environment,
    DROP COLUMN requested_duration,
    DROP COLUMN scheduled_for,
    DROP COLUMN description;
`;
