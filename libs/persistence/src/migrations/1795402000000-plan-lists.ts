import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One index for each order in which plans are listed (repositories/plan-order.ts holds the same expressions). Runs
 * inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class PlanLists1795402000000 implements MigrationInterface {
  readonly name = 'PlanLists1795402000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE INDEX disaster_recovery_plans_by_created_at ON disaster_recovery_plans (created_at, id);
  CREATE INDEX disaster_recovery_plans_by_name ON disaster_recovery_plans (lower(plan_name), id);
  CREATE INDEX disaster_recovery_plans_by_priority ON disaster_recovery_plans
    (array_position(ARRAY['low', 'medium', 'high', 'critical'], priority), id);
  CREATE INDEX disaster_recovery_plans_by_rto ON disaster_recovery_plans (rto, id);
  CREATE INDEX disaster_recovery_plans_by_next_test ON disaster_recovery_plans
    (coalesce(next_test, 'infinity'::timestamptz), id);
`;

const DOWN = /* sql */ `
  DROP INDEX disaster_recovery_plans_by_created_at, disaster_recovery_plans_by_name,
    disaster_recovery_plans_by_priority, disaster_recovery_plans_by_rto, disaster_recovery_plans_by_next_test;
`;
