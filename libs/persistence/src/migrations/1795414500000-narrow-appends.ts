import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Takes leases off the indexes: taking, renewing and giving back a lease changes no column that an index watches any
 * more, so PostgreSQL writes to none of them. And what is counted by weight since the migration Live needs no counts of
 * steps: they are written no more, and stay for processes of the version before, which still write them. A later
 * version drops them. Runs inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class NarrowAppends1795414500000 implements MigrationInterface {
  readonly name = 'NarrowAppends1795414500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  DROP INDEX executions_active;
  CREATE INDEX executions_active ON executions (requested_at)
    WHERE status IN ('pending', 'running', 'paused', 'rolling_back');
  ALTER TABLE executions ALTER COLUMN steps_total SET DEFAULT 0;
`;

const DOWN = /* sql */ `
  UPDATE executions AS execution SET
    steps_total = coalesce(jsonb_array_length(runbook -> 'steps'), 0),
    steps_over = (
      SELECT count(*) FROM execution_steps AS step
      WHERE step.execution_id = execution.execution_id AND step.status IN ('succeeded', 'skipped')
    )
  WHERE steps_total = 0;
  ALTER TABLE executions ALTER COLUMN steps_total DROP DEFAULT;
  DROP INDEX executions_active;
  CREATE INDEX executions_active ON executions (lease_expires_at)
    WHERE status IN ('pending', 'running', 'paused', 'rolling_back');
`;
