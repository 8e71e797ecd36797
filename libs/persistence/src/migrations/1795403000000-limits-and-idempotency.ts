import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callers have used of their limits, and the answers to requests that carried an Idempotency-Key. */
export class LimitsAndIdempotency1795403000000 implements MigrationInterface {
  readonly name = 'LimitsAndIdempotency1795403000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = /* sql */ `
  CREATE TABLE rate_limit_windows (
    key text PRIMARY KEY,
    hits timestamptz[] NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX rate_limit_windows_expires_at ON rate_limit_windows (expires_at);

  CREATE TABLE idempotency_keys (
    id text PRIMARY KEY,
    subject text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    attempt uuid NOT NULL,
    locked_until timestamptz,
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX idempotency_keys_expires_at ON idempotency_keys (expires_at);
`;

const DOWN = /* sql */ `
  DROP TABLE idempotency_keys, rate_limit_windows;
`;
