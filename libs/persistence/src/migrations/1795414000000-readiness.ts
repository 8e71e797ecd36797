import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of the readiness of plans, and how far their standbys were behind.
 * Runs inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class Readiness1795414000000 implements MigrationInterface {
  readonly name = 'Readiness1795414000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE plan_readiness (
    plan_id uuid PRIMARY KEY,
    evaluator text,
    evaluator_expires_at timestamptz,
    begun_at timestamptz,
    requested_at timestamptz,
    evaluated_at timestamptz,
    evaluated_version integer,
    evaluated_site text,
    interval_ms double precision NOT NULL DEFAULT 300000,
    CONSTRAINT plan_readiness_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE
  );

  CREATE TABLE readiness_findings (
    finding_id text PRIMARY KEY,
    plan_id uuid NOT NULL,
    code text NOT NULL,
    subject text NOT NULL,
    severity text NOT NULL,
    message text NOT NULL,
    measured text,
    threshold text,
    raised_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    acknowledged_until timestamptz,
    comment text,
    resolved_at timestamptz,
    CONSTRAINT readiness_findings_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    CONSTRAINT readiness_findings_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES admin_users (id)
  );
  -- One open finding of one thing, however many workers look.
  CREATE UNIQUE INDEX one_open_finding_per_subject ON readiness_findings (plan_id, code, subject) WHERE resolved_at IS NULL;
  CREATE INDEX readiness_findings_resolved_at ON readiness_findings (resolved_at);

  CREATE TABLE lag_samples (
    plan_id uuid NOT NULL,
    component_id text NOT NULL,
    at timestamptz NOT NULL,
    bytes double precision,
    replay_ms double precision,
    canary_ms double precision,
    PRIMARY KEY (plan_id, component_id, at),
    CONSTRAINT lag_samples_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE
  );
  CREATE INDEX lag_samples_at ON lag_samples (at);

  CREATE TABLE lag_minutes (
    plan_id uuid NOT NULL,
    component_id text NOT NULL,
    minute timestamptz NOT NULL,
    samples integer NOT NULL,
    bytes double precision,
    replay_ms double precision,
    canary_ms double precision,
    PRIMARY KEY (plan_id, component_id, minute),
    CONSTRAINT lag_minutes_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE
  );
  CREATE INDEX lag_minutes_minute ON lag_minutes (minute);
`;

const DOWN = /* sql */ `
  DROP TABLE lag_minutes;
  DROP TABLE lag_samples;
  DROP TABLE readiness_findings;
  DROP TABLE plan_readiness;
`;
