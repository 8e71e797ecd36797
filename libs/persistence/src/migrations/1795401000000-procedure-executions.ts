import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Executions of procedures, and the index by which executions are listed, newest first. */
export class ProcedureExecutions1795401000000 implements MigrationInterface {
  readonly name = 'ProcedureExecutions1795401000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE procedure_executions (
    execution_id text PRIMARY KEY REFERENCES executions (execution_id) ON DELETE CASCADE,
    procedure_id text NOT NULL,
    execution_type text NOT NULL,
    parameters jsonb NOT NULL,
    execution_options jsonb NOT NULL
  );
  CREATE INDEX procedure_executions_procedure_id ON procedure_executions (procedure_id);
  CREATE INDEX executions_requested_at_execution_id ON executions (requested_at, execution_id);
`;

const DOWN = /* sql */ `
  DROP INDEX executions_requested_at_execution_id;
  DROP TABLE procedure_executions;
`;
