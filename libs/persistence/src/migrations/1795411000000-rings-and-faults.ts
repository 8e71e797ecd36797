import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When an execution that nobody drives is rung for again, and when one that its holders could not drive is tried again.
 * Runs inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class RingsAndFaults1795411000000 implements MigrationInterface {
  readonly name = 'RingsAndFaults1795411000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  ALTER TABLE executions
    ADD COLUMN rings integer NOT NULL DEFAULT 0,
    ADD COLUMN ring_after timestamptz,
    ADD COLUMN faults integer NOT NULL DEFAULT 0,
    ADD COLUMN fault jsonb,
    ADD COLUMN not_before timestamptz;
`;

const DOWN = /* sql */ `
  ALTER TABLE executions
    DROP COLUMN rings,
    DROP COLUMN ring_after,
    DROP COLUMN faults,
    DROP COLUMN fault,
    DROP COLUMN not_before;
`;
