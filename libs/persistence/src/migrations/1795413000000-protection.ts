import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of the databases of sites that are not active, and what was done about those that came back.
 * Runs inside a transaction: nothing here may be a statement that PostgreSQL refuses there.
 */
export class Protection1795413000000 implements MigrationInterface {
  readonly name = 'Protection1795413000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE component_protections (
    plan_id uuid NOT NULL CONSTRAINT component_protections_plan_id_fkey
      REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    component_id text NOT NULL,
    site text NOT NULL,
    state text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz,
    detail text NOT NULL DEFAULT '',
    sight jsonb,
    active_timeline integer,
    watcher text,
    watcher_expires_at timestamptz,
    PRIMARY KEY (plan_id, component_id)
  );

  CREATE TABLE returning_primary_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan_id uuid NOT NULL CONSTRAINT returning_primary_events_plan_id_fkey
      REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    component_id text NOT NULL,
    site text NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    epoch bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX returning_primary_events_plan_id ON returning_primary_events (plan_id, id);

  CREATE UNIQUE INDEX one_active_reprotect_per_plan ON executions (plan_id)
    WHERE kind = 'procedure' AND request ->> 'operation' = 'reprotect'
      AND status IN ('pending', 'running', 'paused', 'rolling_back');
`;

const DOWN = /* sql */ `
  DROP INDEX one_active_reprotect_per_plan;
  DROP TABLE returning_primary_events;
  DROP TABLE component_protections;
`;
