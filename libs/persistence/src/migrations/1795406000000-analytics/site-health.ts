export const SITE_HEALTH_UP = /* sql */ `
  CREATE TABLE site_check_states (
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    site text NOT NULL,
    check_no integer NOT NULL,
    checked_at timestamptz,
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    threshold integer NOT NULL DEFAULT 3,
    interval_ms double precision NOT NULL DEFAULT 10000,
    last_error text,
    prober text,
    prober_expires_at timestamptz,
    PRIMARY KEY (plan_id, site, check_no)
  );

  CREATE TABLE site_health_minutes (
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    site text NOT NULL,
    minute timestamptz NOT NULL,
    ok integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    latency_ms double precision NOT NULL DEFAULT 0,
    PRIMARY KEY (plan_id, site, minute)
  );
  CREATE INDEX site_health_minutes_minute ON site_health_minutes (minute);

  CREATE TABLE site_health_days (
    plan_id uuid NOT NULL REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    site text NOT NULL,
    day date NOT NULL,
    ok bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    latency_ms double precision NOT NULL DEFAULT 0,
    PRIMARY KEY (plan_id, site, day)
  );
`;

export const SITE_HEALTH_DOWN = 'DROP TABLE site_health_days, site_health_minutes, site_check_states;';
