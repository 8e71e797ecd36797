import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What following executions live needs: an order over all journals, weights of steps, predictions of missed
 * objectives. Only adds, so that processes of the version before work on. Runs inside a transaction: nothing here may
 * be a statement that PostgreSQL refuses there.
 */
export class Live1795409000000 implements MigrationInterface {
  readonly name = 'Live1795409000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

// A position is never below the id of the transaction that wrote the row, so a reader who stays below the oldest
// running transaction misses none; and never below that of the entry before it, because transactions get their ids
// before they get the lock that puts them in order.
const UP = /* sql */ `
  ALTER TABLE execution_journal ADD COLUMN position bigint NOT NULL DEFAULT 0;
  ALTER TABLE execution_journal ALTER COLUMN position DROP DEFAULT;
  CREATE INDEX execution_journal_position ON execution_journal (position, execution_id, seq);
  CREATE FUNCTION set_journal_position() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.position := greatest(
      pg_current_xact_id()::text::bigint,
      (SELECT position FROM execution_journal WHERE execution_id = NEW.execution_id AND seq = NEW.seq - 1)
    );
    RETURN NEW;
  END $$;
  CREATE TRIGGER set_journal_position BEFORE INSERT ON execution_journal
    FOR EACH ROW EXECUTE FUNCTION set_journal_position();

  ALTER TABLE execution_steps ADD COLUMN weight integer NOT NULL DEFAULT 1;
  ALTER TABLE executions
    ADD COLUMN work_total bigint NOT NULL DEFAULT 0,
    ADD COLUMN work_over bigint NOT NULL DEFAULT 0;
  UPDATE executions SET work_total = steps_total, work_over = steps_over;

  CREATE TABLE rto_predictions (
    execution_id text PRIMARY KEY,
    rto_ms double precision NOT NULL,
    predicted_ms double precision,
    predicted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT rto_predictions_execution_id_fkey
      FOREIGN KEY (execution_id) REFERENCES executions (execution_id) ON DELETE CASCADE
  );
`;

const DOWN = /* sql */ `
  DROP TABLE rto_predictions;
  ALTER TABLE executions DROP COLUMN work_over, DROP COLUMN work_total;
  ALTER TABLE execution_steps DROP COLUMN weight;
  DROP TRIGGER set_journal_position ON execution_journal;
  DROP FUNCTION set_journal_position();
  DROP INDEX execution_journal_position;
  ALTER TABLE execution_journal DROP COLUMN position;
`;
