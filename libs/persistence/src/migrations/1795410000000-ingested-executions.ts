import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Executions that were run without the service, by drctl, and taken in later. */
export class IngestedExecutions1795410000000 implements MigrationInterface {
  readonly name = 'IngestedExecutions1795410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE ingested_executions (
    execution_id text PRIMARY KEY REFERENCES executions (execution_id) ON DELETE CASCADE,
    bundle_id text NOT NULL,
    digest text NOT NULL,
    executed_by text NOT NULL,
    epoch bigint NOT NULL,
    authority_moved boolean NOT NULL,
    service_epoch_moved boolean NOT NULL,
    unfinished_failover text,
    ingested_by uuid NOT NULL REFERENCES admin_users (id),
    ingested_at timestamptz NOT NULL DEFAULT now()
  );
`;

const DOWN = /* sql */ `
  DROP TABLE ingested_executions;
`;
