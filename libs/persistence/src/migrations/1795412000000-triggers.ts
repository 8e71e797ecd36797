import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Probes are made from several locations; triggers are decided from what those see, once, and every decision is kept.
 * Runs inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class Triggers1795412000000 implements MigrationInterface {
  readonly name = 'Triggers1795412000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  ALTER TABLE site_check_states
    ADD COLUMN location text NOT NULL DEFAULT 'default',
    ADD COLUMN healthy_since timestamptz,
    ADD COLUMN healthy_at timestamptz,
    ADD COLUMN stable_at timestamptz,
    ADD COLUMN slow_since timestamptz,
    DROP CONSTRAINT site_check_states_pkey,
    ADD PRIMARY KEY (plan_id, site, check_no, location);
  ALTER TABLE site_health_minutes
    ADD COLUMN location text NOT NULL DEFAULT 'default',
    DROP CONSTRAINT site_health_minutes_pkey,
    ADD PRIMARY KEY (plan_id, site, minute, location);
  ALTER TABLE site_health_days
    ADD COLUMN location text NOT NULL DEFAULT 'default',
    DROP CONSTRAINT site_health_days_pkey,
    ADD PRIMARY KEY (plan_id, site, day, location);

  CREATE TABLE automation_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id uuid REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    enabled boolean NOT NULL,
    comment text,
    changed_by uuid NOT NULL REFERENCES admin_users (id),
    changed_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX automation_changes_newest ON automation_changes (plan_id, id);

  CREATE TABLE cooldown_acknowledgements (
    execution_id text PRIMARY KEY REFERENCES executions (execution_id) ON DELETE CASCADE,
    acknowledged_by uuid NOT NULL REFERENCES admin_users (id),
    acknowledged_at timestamptz NOT NULL DEFAULT now(),
    comment text
  );

  CREATE TABLE trigger_decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decision_id text NOT NULL CONSTRAINT trigger_decisions_decision_id_key UNIQUE,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    trigger text NOT NULL,
    source text NOT NULL,
    site text NOT NULL,
    decision text NOT NULL,
    reasons jsonb NOT NULL,
    evidence jsonb NOT NULL,
    execution_id text REFERENCES executions (execution_id) ON DELETE CASCADE,
    count integer NOT NULL DEFAULT 1,
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT trigger_decisions_execution_id_key UNIQUE (execution_id)
  );
  CREATE INDEX trigger_decisions_newest ON trigger_decisions (plan_id, id);

  CREATE TABLE trigger_events (
    event_key text PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    trigger text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    evidence jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz
  );
  CREATE INDEX trigger_events_pending ON trigger_events (seen_at) WHERE state = 'pending';
  CREATE INDEX trigger_events_plan_id ON trigger_events (plan_id);
`;

/** What several locations have seen of one thing is summed up: uptime then mixes them, as it did before. */
const DOWN = /* sql */ `
  DROP TABLE trigger_events, trigger_decisions, cooldown_acknowledgements, automation_changes;

  CREATE TEMPORARY TABLE days_before ON COMMIT DROP AS
    SELECT plan_id, site, day, sum(ok) AS ok, sum(failed) AS failed, sum(latency_ms) AS latency_ms
    FROM site_health_days GROUP BY plan_id, site, day;
  DELETE FROM site_health_days;
  ALTER TABLE site_health_days
    DROP CONSTRAINT site_health_days_pkey, DROP COLUMN location, ADD PRIMARY KEY (plan_id, site, day);
  INSERT INTO site_health_days (plan_id, site, day, ok, failed, latency_ms) SELECT * FROM days_before;

  CREATE TEMPORARY TABLE minutes_before ON COMMIT DROP AS
    SELECT plan_id, site, minute, sum(ok) AS ok, sum(failed) AS failed, sum(latency_ms) AS latency_ms
    FROM site_health_minutes GROUP BY plan_id, site, minute;
  DELETE FROM site_health_minutes;
  ALTER TABLE site_health_minutes
    DROP CONSTRAINT site_health_minutes_pkey, DROP COLUMN location, ADD PRIMARY KEY (plan_id, site, minute);
  INSERT INTO site_health_minutes (plan_id, site, minute, ok, failed, latency_ms) SELECT * FROM minutes_before;

  DELETE FROM site_check_states AS state USING site_check_states AS other
  WHERE (other.plan_id, other.site, other.check_no) = (state.plan_id, state.site, state.check_no)
    AND other.location < state.location;
  ALTER TABLE site_check_states
    DROP CONSTRAINT site_check_states_pkey,
    DROP COLUMN location, DROP COLUMN healthy_since, DROP COLUMN healthy_at, DROP COLUMN stable_at,
    DROP COLUMN slow_since,
    ADD PRIMARY KEY (plan_id, site, check_no);
`;
