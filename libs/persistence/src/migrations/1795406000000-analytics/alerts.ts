export const ALERTS_UP = /* sql */ `
  CREATE TABLE alerts (
    alert_id text PRIMARY KEY,
    kind text NOT NULL,
    type text NOT NULL,
    severity text NOT NULL,
    title text NOT NULL,
    message text NOT NULL,
    plan_id uuid REFERENCES disaster_recovery_plans (id) ON DELETE CASCADE,
    subject text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    acknowledged boolean NOT NULL DEFAULT false,
    acknowledged_by uuid REFERENCES admin_users (id),
    acknowledged_at timestamptz,
    comment text,
    resolved_at timestamptz
  );
  -- One open alert for one thing, however many workers look.
  CREATE UNIQUE INDEX one_open_alert_per_subject ON alerts (kind, subject) WHERE resolved_at IS NULL;
  CREATE INDEX alerts_subject ON alerts (kind, subject);
  CREATE INDEX alerts_plan_id ON alerts (plan_id);
`;

export const ALERTS_DOWN = 'DROP TABLE alerts;';
