import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Detection, HealthCheck, Site } from '#domain/plan/plan-document.js';
import { IS_FRESH } from './check-state.js';

/** One health check of one site of a plan. */
export interface SiteCheck {
  readonly planRowId: string;
  readonly site: Site;
  /** Its place in the plan's list, from 1. */
  readonly checkNo: number;
  readonly check: HealthCheck;
  readonly detection: Detection;
}

/** The worker that probes for a location. */
export interface Prober {
  readonly name: string;
  readonly location: string;
}

export interface ClaimedCheck extends SiteCheck {
  /** In a row, as the last prober left it lately; what was counted long ago says nothing any more. */
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly healthySince: Date | null;
  readonly slowSince: Date | null;
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
  /** Since when every probe has succeeded; null when this one did not. */
  readonly healthySince: Date | null;
  /** The time of this probe when the check has been healthy for as long as the plan wants. */
  readonly stableAt: Date | null;
  /** Since when every answer has been slower than the plan allows. */
  readonly slowSince: Date | null;
  readonly threshold: number;
  readonly intervalMs: number;
}

/** Every health check of the sites of live plans; which of them a worker gets is said by the claims. */
const WANTED = /* sql */ `
  SELECT plan.id AS plan_id, site.name AS site, definition.no::integer AS check_no, definition.value AS definition,
    coalesce(plan.failover_configuration -> 'detection', '{}') AS detection
  FROM disaster_recovery_plans AS plan
  CROSS JOIN (VALUES ('primary'), ('secondary')) AS site (name)
  CROSS JOIN LATERAL jsonb_array_elements(
    CASE jsonb_typeof(plan.failover_configuration -> (site.name || '_site') -> 'health_checks')
      WHEN 'array' THEN plan.failover_configuration -> (site.name || '_site') -> 'health_checks' ELSE '[]' END
  ) WITH ORDINALITY AS definition (value, no)
  WHERE plan.status = 'active' AND plan.execution_mode = 'live'
`;

/** One prober for one check in each location: another only when the first has let it expire. A claim is renewed when half is over. */
const CLAIM = /* sql */ `
  INSERT INTO site_check_states AS state (plan_id, site, check_no, location, prober, prober_expires_at)
  SELECT plan_id, site, check_no, $3, $1, now() + $2 * interval '1 millisecond' FROM (${WANTED}) AS wanted
  ORDER BY plan_id, site, check_no
  ON CONFLICT (plan_id, site, check_no, location) DO UPDATE SET prober = $1, prober_expires_at = excluded.prober_expires_at
  WHERE state.prober_expires_at IS NULL OR state.prober_expires_at < now()
    OR (state.prober = $1 AND state.prober_expires_at < now() + $2 / 2 * interval '1 millisecond')
`;

const CLAIMED = /* sql */ `
  SELECT check_state.plan_id AS "planRowId", check_state.site, check_state.check_no AS "checkNo",
    wanted.definition AS check, wanted.detection,
    CASE WHEN ${IS_FRESH} THEN check_state.failures ELSE 0 END AS failures,
    CASE WHEN ${IS_FRESH} THEN check_state.failing_since END AS "failingSince",
    CASE WHEN ${IS_FRESH} THEN check_state.healthy_since END AS "healthySince",
    CASE WHEN ${IS_FRESH} THEN check_state.slow_since END AS "slowSince"
  FROM site_check_states AS check_state JOIN (${WANTED}) AS wanted USING (plan_id, site, check_no)
  WHERE check_state.prober = $1 AND check_state.location = $2 AND check_state.prober_expires_at > now()
`;

/** Samples into their minutes and days, and the newest of each check into its state, in one statement. */
const RECORD = /* sql */ `
  WITH sample AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS sample (
      plan_id uuid, site text, check_no integer, at timestamptz, latency_ms double precision, error text,
      failures integer, failing_since timestamptz, healthy_since timestamptz, stable_at timestamptz,
      slow_since timestamptz, threshold integer, interval_ms double precision
    ) WHERE EXISTS (SELECT FROM disaster_recovery_plans AS plan WHERE plan.id = sample.plan_id)
  ), minutes AS (
    INSERT INTO site_health_minutes AS health (plan_id, site, minute, location, ok, failed, latency_ms)
    SELECT plan_id, site, date_trunc('minute', at), $3, count(latency_ms), count(*) - count(latency_ms),
      coalesce(sum(latency_ms), 0)
    FROM sample GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (plan_id, site, minute, location) DO UPDATE SET ok = health.ok + excluded.ok,
      failed = health.failed + excluded.failed, latency_ms = health.latency_ms + excluded.latency_ms
  ), days AS (
    INSERT INTO site_health_days AS health (plan_id, site, day, location, ok, failed, latency_ms)
    SELECT plan_id, site, (at AT TIME ZONE 'UTC')::date, $3, count(latency_ms), count(*) - count(latency_ms),
      coalesce(sum(latency_ms), 0)
    FROM sample GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (plan_id, site, day, location) DO UPDATE SET ok = health.ok + excluded.ok,
      failed = health.failed + excluded.failed, latency_ms = health.latency_ms + excluded.latency_ms
  ), newest AS (
    SELECT DISTINCT ON (plan_id, site, check_no) plan_id, site, check_no, at AS checked_at, failures, failing_since,
      healthy_since, slow_since, threshold, interval_ms, error,
      max(at) FILTER (WHERE error IS NULL) OVER in_check AS healthy_at, max(stable_at) OVER in_check AS stable_at
    FROM sample WINDOW in_check AS (PARTITION BY plan_id, site, check_no)
    ORDER BY plan_id, site, check_no, at DESC
  )
  UPDATE site_check_states AS state SET checked_at = newest.checked_at, failures = newest.failures,
    failing_since = newest.failing_since, healthy_since = newest.healthy_since, slow_since = newest.slow_since,
    healthy_at = coalesce(newest.healthy_at, state.healthy_at), stable_at = coalesce(newest.stable_at, state.stable_at),
    threshold = newest.threshold, interval_ms = newest.interval_ms,
    last_error = newest.error
  FROM newest
  WHERE state.plan_id = newest.plan_id AND state.site = newest.site AND state.check_no = newest.check_no
    AND state.location = $3 AND state.prober = $2
`;

const PRUNE = /* sql */ `
  WITH states AS (
    DELETE FROM site_check_states AS state
    WHERE NOT EXISTS (SELECT FROM (${WANTED}) AS wanted WHERE (wanted.plan_id, wanted.site, wanted.check_no)
      = (state.plan_id, state.site, state.check_no))
      OR state.prober_expires_at < now() - interval '1 day'
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
  async claim({ name, location }: Prober, ttlMs: number): Promise<readonly ClaimedCheck[]> {
    await this.source.query(CLAIM, [name, ttlMs, location]);
    return this.source.query<ClaimedCheck[]>(CLAIMED, [name, location]);
  }

  /** So that another worker need not wait until they expire. */
  async release({ name, location }: Prober): Promise<void> {
    await this.source.query(
      'UPDATE site_check_states SET prober_expires_at = NULL WHERE prober = $1 AND location = $2',
      [name, location],
    );
  }

  async record({ name, location }: Prober, samples: readonly SiteSample[]): Promise<void> {
    const rows = samples.map((sample) => ({
      plan_id: sample.planRowId,
      site: sample.site,
      check_no: sample.checkNo,
      at: sample.at,
      latency_ms: sample.latencyMs,
      error: sample.error,
      failures: sample.failures,
      failing_since: sample.failingSince,
      healthy_since: sample.healthySince,
      stable_at: sample.stableAt,
      slow_since: sample.slowSince,
      threshold: sample.threshold,
      interval_ms: sample.intervalMs,
    }));
    await this.source.query(RECORD, [JSON.stringify(rows), name, location]);
  }

  /** Forgets what is old, and the states of checks that are not in any plan any more. */
  async prune(): Promise<void> {
    await this.source.query(PRUNE);
  }
}
