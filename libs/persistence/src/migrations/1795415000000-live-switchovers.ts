import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tests that move a plan for real, and what they start. Runs inside a transaction: nothing here may be a statement that
 * PostgreSQL refuses there.
 */
export class LiveSwitchovers1795415000000 implements MigrationInterface {
  readonly name = 'LiveSwitchovers1795415000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  ALTER TABLE dr_test_results ADD COLUMN exercise text NOT NULL DEFAULT 'drill';
  CREATE INDEX dr_test_results_switchovers ON dr_test_results (test_id) WHERE exercise = 'live_switchover';
  CREATE UNIQUE INDEX one_execution_per_test_leg ON executions ((request ->> 'test_id'), (request ->> 'test_leg'))
    WHERE request ? 'test_leg';
`;

const DOWN = /* sql */ `
  DROP INDEX one_execution_per_test_leg, dr_test_results_switchovers;
  ALTER TABLE dr_test_results DROP COLUMN exercise;
`;
