import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Takes off the journal what every append paid for and only rare writers need: the position is looked up by a trigger
 * no more, where the writer says it, and the execution's row, which an append has locked and updated in the same
 * statement, is not looked up again by a foreign key.
 */
export class AppendsKnowTheirPosition1795411500000 implements MigrationInterface {
  readonly name = 'AppendsKnowTheirPosition1795411500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

// An entry without an execution gets no position, and is refused.
const UP = /* sql */ `
  ALTER TABLE executions ADD COLUMN last_position bigint NOT NULL DEFAULT 0;
  UPDATE executions AS execution SET last_position = newest.position
  FROM (SELECT execution_id, max(position) AS position FROM execution_journal GROUP BY execution_id) AS newest
  WHERE newest.execution_id = execution.execution_id;
  DROP TRIGGER set_journal_position ON execution_journal;
  CREATE OR REPLACE FUNCTION set_journal_position() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE executions SET last_position = greatest(last_position, pg_current_xact_id()::text::bigint)
    WHERE execution_id = NEW.execution_id
    RETURNING last_position INTO NEW.position;
    RETURN NEW;
  END $$;
  CREATE TRIGGER set_journal_position BEFORE INSERT ON execution_journal
    FOR EACH ROW WHEN (NEW.position IS NULL) EXECUTE FUNCTION set_journal_position();
  ALTER TABLE execution_journal DROP CONSTRAINT execution_journal_execution_id_fkey;
`;

const DOWN = /* sql */ `
  ALTER TABLE execution_journal ADD CONSTRAINT execution_journal_execution_id_fkey
    FOREIGN KEY (execution_id) REFERENCES executions (execution_id);
  DROP TRIGGER set_journal_position ON execution_journal;
  CREATE OR REPLACE FUNCTION set_journal_position() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.position := greatest(
      pg_current_xact_id()::text::bigint,
      (SELECT position FROM execution_journal WHERE execution_id = NEW.execution_id AND seq = NEW.seq - 1)
    );
    RETURN NEW;
  END $$;
  CREATE TRIGGER set_journal_position BEFORE INSERT ON execution_journal
    FOR EACH ROW EXECUTE FUNCTION set_journal_position();
  ALTER TABLE executions DROP COLUMN last_position;
`;
