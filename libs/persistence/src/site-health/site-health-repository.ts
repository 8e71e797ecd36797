import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HealthCheck, Site } from '#domain/plan/plan-document.js';

/** One health check of one site of a plan. */
export interface SiteCheck {
  readonly planRowId: string;
  readonly site: Site;
  /** Its place in the plan's list, from 1. */
  readonly checkNo: number;
  readonly check: HealthCheck;
}

export interface ClaimedCheck extends SiteCheck {
  /** In a row, as the last prober left it. */
  readonly failures: number;
  readonly failingSince: Date | null;
}

export interface SiteSample {
  readonly planRowId: string;
  readonly site: Site;
  readonly checkNo: number;
  readonly at: Date;
  /** Milliseconds; null when it failed. */
  readonly latencyMs: number | null;
  /** Why it failed; null when it did not. */
  readonly error: string | null;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly threshold: number;
  readonly intervalMs: number;
}

/** Every health check of the sites of live plans; which of them a worker gets is said by the claims. */
const WANTED = /* sql */ `
  SELECT plan.id AS plan_id, site.name AS site, definition.no::integer AS check_no, definition.value AS definition
  FROM disaster_recovery_plans AS plan
  CROSS JOIN (VALUES ('primary'), ('secondary')) AS site (name)
  CROSS JOIN LATERAL jsonb_array_elements(
    CASE jsonb_typeof(plan.failover_configuration -> (site.name || '_site') -> 'health_checks')
      WHEN 'array' THEN plan.failover_configuration -> (site.name || '_site') -> 'health_checks' ELSE '[]' END
  ) WITH ORDINALITY AS definition (value, no)
  WHERE plan.status = 'active' AND plan.execution_mode = 'live'
`;

/** One prober for one check: another only when the first has let it expire. A claim is renewed when half is over. */
const CLAIM = /* sql */ `
  INSERT INTO site_check_states AS state (plan_id, site, check_no, prober, prober_expires_at)
  SELECT plan_id, site, check_no, $1, now() + $2 * interval '1 millisecond' FROM (${WANTED}) AS wanted
  ORDER BY plan_id, site, check_no
  ON CONFLICT (plan_id, site, check_no) DO UPDATE SET prober = $1, prober_expires_at = excluded.prober_expires_at
  WHERE state.prober_expires_at IS NULL OR state.prober_expires_at < now()
    OR (state.prober = $1 AND state.prober_expires_at < now() + $2 / 2 * interval '1 millisecond')
`;

const CLAIMED = /* sql */ `
  SELECT state.plan_id AS "planRowId", state.site, state.check_no AS "checkNo", wanted.definition AS check,
    state.failures, state.failing_since AS "failingSince"
  FROM site_check_states AS state JOIN (${WANTED}) AS wanted USING (plan_id, site, check_no)
  WHERE state.prober = $1 AND state.prober_expires_at > now()
`;

/** Samples into their minutes and days, and the newest of each check into its state, in one statement. */
const RECORD = /* sql */ `
  WITH sample AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS sample (
      plan_id uuid, site text, check_no integer, at timestamptz, latency_ms double precision, error text,
      failures integer, failing_since timestamptz, threshold integer, interval_ms double precision
    ) WHERE EXISTS (SELECT FROM disaster_recovery_plans AS plan WHERE plan.id = sample.plan_id)
  ), minutes AS (
    INSERT INTO site_health_minutes AS health (plan_id, site, minute, ok, failed, latency_ms)
    SELECT plan_id, site, date_trunc('minute', at), count(latency_ms), count(*) - count(latency_ms),
      coalesce(sum(latency_ms), 0)
    FROM sample GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (plan_id, site, minute) DO UPDATE SET ok = health.ok + excluded.ok,
      failed = health.failed + excluded.failed, latency_ms = health.latency_ms + excluded.latency_ms
  ), days AS (
    INSERT INTO site_health_days AS health (plan_id, site, day, ok, failed, latency_ms)
    SELECT plan_id, site, (at AT TIME ZONE 'UTC')::date, count(latency_ms), count(*) - count(latency_ms),
      coalesce(sum(latency_ms), 0)
    FROM sample GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (plan_id, site, day) DO UPDATE SET ok = health.ok + excluded.ok,
      failed = health.failed + excluded.failed, latency_ms = health.latency_ms + excluded.latency_ms
  ), newest AS (
    SELECT DISTINCT ON (plan_id, site, check_no) * FROM sample ORDER BY plan_id, site, check_no, at DESC
  )
  UPDATE site_check_states AS state SET checked_at = newest.at, failures = newest.failures,
    failing_since = newest.failing_since, threshold = newest.threshold, interval_ms = newest.interval_ms,
    last_error = newest.error
  FROM newest
  WHERE state.plan_id = newest.plan_id AND state.site = newest.site AND state.check_no = newest.check_no
    AND state.prober = $2
`;

const PRUNE = /* sql */ `
  WITH states AS (
    DELETE FROM site_check_states AS state
    WHERE NOT EXISTS (SELECT FROM (${WANTED}) AS wanted WHERE (wanted.plan_id, wanted.site, wanted.check_no)
      = (state.plan_id, state.site, state.check_no))
  ), minutes AS (
    DELETE FROM site_health_minutes WHERE minute < now() - interval '2 days'
  )
  DELETE FROM site_health_days WHERE day < current_date - 400
`;

/** What is known of the health of sites. Minutes are kept for two days, days for 400. */
@Injectable()
export class SiteHealthRepository {
  constructor(private readonly source: DataSource) {}

  /** @returns the checks that this prober has for the next `ttlMs`, at least for half of it. */
  async claim(prober: string, ttlMs: number): Promise<readonly ClaimedCheck[]> {
    await this.source.query(CLAIM, [prober, ttlMs]);
    return this.source.query<ClaimedCheck[]>(CLAIMED, [prober]);
  }

  /** So that another worker need not wait until they expire. */
  async release(prober: string): Promise<void> {
    await this.source.query('UPDATE site_check_states SET prober_expires_at = NULL WHERE prober = $1', [prober]);
  }

  async record(prober: string, samples: readonly SiteSample[]): Promise<void> {
    const rows = samples.map((sample) => ({
      plan_id: sample.planRowId,
      site: sample.site,
      check_no: sample.checkNo,
      at: sample.at,
      latency_ms: sample.latencyMs,
      error: sample.error,
      failures: sample.failures,
      failing_since: sample.failingSince,
      threshold: sample.threshold,
      interval_ms: sample.intervalMs,
    }));
    await this.source.query(RECORD, [JSON.stringify(rows), prober]);
  }

  /** Forgets what is old, and the states of checks that are not in any plan any more. */
  async prune(): Promise<void> {
    await this.source.query(PRUNE);
  }
}
