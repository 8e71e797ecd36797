import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The transactional outbox: a trigger writes the event with the change itself, so that no code path can forget it. */
export class Notifications1795404000000 implements MigrationInterface {
  readonly name = 'Notifications1795404000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE notification_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_type text NOT NULL,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    execution_id text NOT NULL REFERENCES executions (execution_id) ON DELETE CASCADE,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expanded_at timestamptz
  );
  CREATE INDEX notification_outbox_unexpanded ON notification_outbox (id) WHERE expanded_at IS NULL;
  CREATE INDEX notification_outbox_plan_id ON notification_outbox (plan_id);
  CREATE INDEX notification_outbox_execution_id ON notification_outbox (execution_id);

  CREATE TABLE notification_deliveries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    outbox_id bigint NOT NULL REFERENCES notification_outbox (id) ON DELETE CASCADE,
    channel text NOT NULL,
    recipient text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    CONSTRAINT notification_deliveries_outbox_id_recipient_key UNIQUE (outbox_id, recipient)
  );
  CREATE INDEX notification_deliveries_due ON notification_deliveries (next_attempt_at) WHERE status = 'pending';
  CREATE INDEX notification_deliveries_newest ON notification_deliveries (created_at, id);
  CREATE INDEX notification_deliveries_status_newest ON notification_deliveries (status, created_at, id);

  -- Reads nothing but the row that changes, except when the execution stops to wait for a person.
  CREATE FUNCTION notify_of_execution() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    waiting jsonb;
  BEGIN
    IF OLD.status = 'pending' AND NEW.started_at IS NOT NULL THEN
      INSERT INTO notification_outbox (event_type, plan_id, execution_id, payload)
      VALUES (NEW.kind || '.started', NEW.plan_id, NEW.execution_id, '{}');
    END IF;
    IF NEW.status IN ('pending', 'running', 'rolling_back') THEN
      RETURN NULL;
    END IF;
    IF NEW.status = 'paused' THEN
      SELECT jsonb_agg(jsonb_build_object(
          'step_id', step.step_id, 'status', step.status, 'name', NEW.runbook -> 'steps' -> step.position ->> 'name')
        ORDER BY step.position)
      INTO waiting
      FROM execution_steps AS step
      WHERE step.execution_id = NEW.execution_id AND step.status IN ('waiting', 'failed', 'in_doubt');
    END IF;
    INSERT INTO notification_outbox (event_type, plan_id, execution_id, payload)
    VALUES (NEW.kind || '.' || NEW.status, NEW.plan_id, NEW.execution_id, jsonb_build_object(
      'pause_reason', NEW.pause_reason,
      'error', NEW.error,
      'rto_ms', NEW.outcome #> '{measurements,rto_ms}',
      'rpo_ms', NEW.outcome #> '{measurements,rpo_ms}',
      'overall_result', NEW.outcome -> 'overall_result',
      'steps', waiting));
    RETURN NULL;
  END
  $$;

  -- Not on INSERT: an execution is born pending, and history that is brought in is no news.
  -- One that is paused and then waits for something else tells that, too.
  CREATE TRIGGER executions_notify AFTER UPDATE OF status, pause_reason ON executions
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.pause_reason IS DISTINCT FROM NEW.pause_reason)
    EXECUTE FUNCTION notify_of_execution();
`;

const DOWN = /* sql */ `
  DROP TRIGGER executions_notify ON executions;
  DROP FUNCTION notify_of_execution();
  DROP TABLE notification_deliveries, notification_outbox;
`;
