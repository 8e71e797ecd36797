import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * SPEC.md's four tables, and those that executions need. Runs inside a transaction: nothing here may be a statement
 * that PostgreSQL refuses there, such as CREATE INDEX CONCURRENTLY.
 */
export class FirstSchema1795392000000 implements MigrationInterface {
  readonly name = 'FirstSchema1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE admin_users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subject text NOT NULL UNIQUE,
    roles text[] NOT NULL DEFAULT '{}',
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE disaster_recovery_plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_id text NOT NULL UNIQUE,
    plan_name text NOT NULL,
    description text NOT NULL,
    scope text NOT NULL,
    priority text NOT NULL,
    rto integer NOT NULL,
    rpo integer NOT NULL,
    recovery_tier text NOT NULL,
    components jsonb NOT NULL,
    failover_configuration jsonb NOT NULL,
    recovery_procedures jsonb NOT NULL,
    testing_schedule jsonb,
    notifications jsonb,
    status text NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid NOT NULL REFERENCES admin_users (id),
    last_tested timestamptz,
    next_test timestamptz,
    version integer NOT NULL DEFAULT 1,
    execution_mode text NOT NULL
  );
  CREATE INDEX disaster_recovery_plans_created_by ON disaster_recovery_plans (created_by);

  CREATE TABLE plan_versions (
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    version integer NOT NULL,
    document jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid NOT NULL REFERENCES admin_users (id),
    PRIMARY KEY (plan_id, version)
  );

  CREATE TABLE plan_authority (
    plan_id uuid PRIMARY KEY REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    active_site text NOT NULL DEFAULT 'primary',
    epoch bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE failover_configurations (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_id uuid NOT NULL UNIQUE REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    primary_site jsonb NOT NULL,
    secondary_site jsonb NOT NULL,
    failover_triggers text[] NOT NULL,
    failover_automation boolean NOT NULL,
    failover_timeout integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE recovery_procedures (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    procedure_id text NOT NULL,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    name text NOT NULL,
    description text NOT NULL,
    steps text[] NOT NULL,
    estimated_duration integer NOT NULL,
    dependencies text[] NOT NULL,
    automation_level text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    definition jsonb NOT NULL,
    CONSTRAINT recovery_procedures_plan_id_procedure_id_key UNIQUE (plan_id, procedure_id)
  );
  CREATE INDEX recovery_procedures_procedure_id ON recovery_procedures (procedure_id);

  CREATE TABLE dr_test_results (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    test_id text NOT NULL UNIQUE,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id),
    test_name text NOT NULL,
    test_type text NOT NULL,
    test_scope text NOT NULL,
    status text NOT NULL,
    started_at timestamptz,
    completed_at timestamptz,
    duration integer,
    overall_result text,
    success_rate decimal,
    scenario_results jsonb,
    success_criteria_results jsonb,
    recommendations text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid NOT NULL REFERENCES admin_users (id)
  );
  CREATE INDEX dr_test_results_plan_id ON dr_test_results (plan_id);

  CREATE TABLE executions (
    execution_id text PRIMARY KEY,
    kind text NOT NULL,
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id),
    plan_version integer NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    pause_reason text,
    mode text NOT NULL,
    priority text NOT NULL,
    runbook jsonb NOT NULL,
    request jsonb NOT NULL,
    outcome jsonb,
    error jsonb,
    steps_total integer NOT NULL,
    steps_over integer NOT NULL DEFAULT 0,
    requested_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    completed_at timestamptz,
    initiated_by uuid NOT NULL REFERENCES admin_users (id),
    last_seq bigint NOT NULL DEFAULT 0,
    request_seq bigint NOT NULL DEFAULT 0,
    seen_seq bigint NOT NULL DEFAULT 0,
    lease_owner text,
    lease_epoch bigint NOT NULL DEFAULT 0,
    lease_expires_at timestamptz
  );
  CREATE UNIQUE INDEX one_active_failover_per_plan ON executions (plan_id)
    WHERE kind = 'failover' AND status IN ('pending', 'running', 'paused', 'rolling_back');
  CREATE INDEX executions_active ON executions (lease_expires_at)
    WHERE status IN ('pending', 'running', 'paused', 'rolling_back');
  CREATE INDEX executions_plan_id_requested_at ON executions (plan_id, requested_at);

  CREATE TABLE failovers (
    failover_id text PRIMARY KEY REFERENCES executions (execution_id) ON DELETE CASCADE,
    failover_type text NOT NULL,
    reason text NOT NULL,
    components text[] NOT NULL,
    failover_options jsonb NOT NULL,
    execution_options jsonb NOT NULL
  );

  CREATE TABLE execution_steps (
    execution_id text NOT NULL REFERENCES executions (execution_id) ON DELETE CASCADE,
    step_id text NOT NULL,
    position integer NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    completed_at timestamptz,
    duration_ms double precision,
    output jsonb,
    error jsonb,
    PRIMARY KEY (execution_id, step_id)
  );

  CREATE TABLE execution_journal (
    execution_id text NOT NULL REFERENCES executions (execution_id),
    seq bigint NOT NULL,
    epoch bigint,
    at timestamptz NOT NULL DEFAULT now(),
    entry jsonb NOT NULL,
    PRIMARY KEY (execution_id, seq)
  );

  CREATE TABLE secrets (
    name text PRIMARY KEY,
    ciphertext bytea NOT NULL,
    nonce bytea NOT NULL,
    key_id text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid NOT NULL REFERENCES admin_users (id)
  );

  CREATE TABLE canary_states (
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    component_id text NOT NULL,
    seq bigint NOT NULL DEFAULT 0,
    written_at timestamptz,
    lsn text,
    failing_since timestamptz,
    writer text,
    writer_expires_at timestamptz,
    PRIMARY KEY (plan_id, component_id)
  );
`;

const DOWN = /* sql */ `
  DROP TABLE canary_states, secrets, execution_journal, execution_steps, failovers, executions, dr_test_results,
    recovery_procedures, failover_configurations, plan_authority, plan_versions, disaster_recovery_plans, admin_users;
`;
