import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import type { CanaryAcknowledgement, ComponentLag } from '../records.js';

const PLAN_ROW = /* sql */ `(SELECT id FROM disaster_recovery_plans WHERE plan_id = $1)`;

/** One writer per component at a time: another one only when the first has let it expire. */
const CLAIM = /* sql */ `
  INSERT INTO canary_states (plan_id, component_id, writer, writer_expires_at)
  SELECT id, $2, $3, now() + $4 * interval '1 millisecond' FROM disaster_recovery_plans WHERE plan_id = $1
  ON CONFLICT (plan_id, component_id) DO UPDATE SET writer = $3, writer_expires_at = excluded.writer_expires_at
  WHERE canary_states.writer = $3 OR canary_states.writer_expires_at IS NULL OR canary_states.writer_expires_at < now()
  RETURNING seq
`;

/** Not only upwards: after a failover that lost something, the numbers of the new history begin lower. */
const ACKNOWLEDGE = /* sql */ `
  UPDATE canary_states SET seq = $3, written_at = $4, lsn = $5, failing_since = NULL
  WHERE plan_id = ${PLAN_ROW} AND component_id = $2
`;

const FAILED = /* sql */ `
  UPDATE canary_states SET failing_since = coalesce(failing_since, $3)
  WHERE plan_id = ${PLAN_ROW} AND component_id = $2
`;

const LAST = /* sql */ `
  SELECT seq, written_at, lsn FROM canary_states
  WHERE plan_id = ${PLAN_ROW} AND component_id = $2 AND written_at IS NOT NULL
`;

const LAG = /* sql */ `
  SELECT component_id, written_at, lsn, failing_since FROM canary_states
  WHERE plan_id = ${PLAN_ROW} ORDER BY component_id
`;

/**
 * While a failover is under way heartbeats go on at the site that gives up the work, until its fence stops them: the
 * last one acknowledged there is what the loss is measured against.
 */
const SOURCES = /* sql */ `
  SELECT plan.plan_id AS "planId", component.value ->> 'component_id' AS "componentId",
    component.value -> 'targets' -> site.name ->> 'url' AS url,
    CASE WHEN component.value -> 'targets' -> site.other ->> 'driver' = 'postgres'
      THEN component.value -> 'targets' -> site.other ->> 'url' END AS "standbyUrl", authority.epoch::float8 AS epoch
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  LEFT JOIN executions AS failover ON failover.plan_id = plan.id AND failover.kind = 'failover'
    AND failover.status IN ${ACTIVE_STATUSES}
  CROSS JOIN LATERAL (
    SELECT coalesce(failover.runbook -> 'direction' ->> 'from', authority.active_site) AS name
  ) AS source
  CROSS JOIN LATERAL (
    SELECT source.name, CASE source.name WHEN 'primary' THEN 'secondary' ELSE 'primary' END AS other
  ) AS site
  CROSS JOIN LATERAL jsonb_array_elements(plan.components) AS component
  WHERE plan.status = 'active' AND plan.execution_mode = 'live'
    AND component.value -> 'targets' -> site.name ->> 'driver' = 'postgres'
`;

/** A protected database that gets heartbeats. */
export interface CanarySource {
  readonly planId: string;
  readonly componentId: string;
  /** May be a `secret://` reference. */
  readonly url: string;
  /** Of the database at the other site; null: it is no PostgreSQL. */
  readonly standbyUrl: string | null;
  readonly epoch: number;
}

/** What is known of the heartbeats in protected databases. */
@Injectable()
export class CanaryRepository {
  constructor(private readonly source: DataSource) {}

  /** Every database that should get heartbeats now. */
  async sources(): Promise<readonly CanarySource[]> {
    return this.source.query<CanarySource[]>(SOURCES);
  }

  /** @returns the newest seq when this writer has the component for the next `ttlMs`; null when another has it. */
  async claim(planId: string, componentId: string, writer: string, ttlMs: number): Promise<number | null> {
    const rows = await this.source.query<{ seq: string }[]>(CLAIM, [planId, componentId, writer, ttlMs]);
    return rows[0] ? Number(rows[0].seq) : null;
  }

  async acknowledge(planId: string, componentId: string, canary: CanaryAcknowledgement): Promise<void> {
    await this.source.query(ACKNOWLEDGE, [planId, componentId, canary.seq, canary.writtenAt, canary.lsn]);
  }

  async failed(planId: string, componentId: string, since: Date): Promise<void> {
    await this.source.query(FAILED, [planId, componentId, since]);
  }

  async lastAcknowledged(planId: string, componentId: string): Promise<CanaryAcknowledgement | null> {
    const rows = await this.source.query<{ seq: string; written_at: Date; lsn: string }[]>(LAST, [planId, componentId]);
    return rows[0] ? { seq: Number(rows[0].seq), writtenAt: rows[0].written_at, lsn: rows[0].lsn } : null;
  }

  async lag(planId: string): Promise<readonly ComponentLag[]> {
    const rows = await this.source.query<
      { component_id: string; written_at: Date | null; lsn: string | null; failing_since: Date | null }[]
    >(LAG, [planId]);
    return rows.map((row) => ({
      componentId: row.component_id,
      lastCanaryAt: row.written_at,
      lsn: row.lsn,
      failingSince: row.failing_since,
    }));
  }
}
