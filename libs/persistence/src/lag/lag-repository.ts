import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Lag } from '#domain/readiness/assess.js';

/** A sample and its minute in one statement: the roll-up holds what the samples hold, whenever it is read. */
const RECORD = /* sql */ `
  WITH sample AS (
    INSERT INTO lag_samples (plan_id, component_id, at, bytes, replay_ms, canary_ms)
    SELECT plan.id, $2, clock_timestamp(), $3, $4, $5
    FROM disaster_recovery_plans AS plan WHERE plan.plan_id = $1
    ON CONFLICT DO NOTHING RETURNING *
  )
  INSERT INTO lag_minutes AS worst (plan_id, component_id, minute, samples, bytes, replay_ms, canary_ms)
  SELECT plan_id, component_id, date_trunc('minute', at), 1, bytes, replay_ms, canary_ms FROM sample
  ON CONFLICT (plan_id, component_id, minute) DO UPDATE SET samples = worst.samples + 1,
    bytes = greatest(worst.bytes, excluded.bytes), replay_ms = greatest(worst.replay_ms, excluded.replay_ms),
    canary_ms = greatest(worst.canary_ms, excluded.canary_ms)
`;

const PRUNE = /* sql */ `
  WITH samples AS (DELETE FROM lag_samples WHERE at < now() - interval '2 days')
  DELETE FROM lag_minutes WHERE minute < now() - interval '30 days'
`;

/** Steps of whole minutes are read from the roll-up, which reaches further back; shorter ones from the samples. */
const series = (table: 'lag_samples' | 'lag_minutes', at: 'at' | 'minute') => /* sql */ `
  SELECT component.id AS "componentId", step.at, worst.bytes, worst.replay_ms AS "replayMs",
    worst.canary_ms AS "canaryMs"
  FROM unnest($2::text[]) AS component (id)
  CROSS JOIN generate_series($3::timestamptz, $4::timestamptz - interval '1 millisecond', $5 * interval '1 second') AS step (at)
  LEFT JOIN (
    SELECT sample.component_id, date_bin($5 * interval '1 second', sample.${at}, $3) AS at, max(bytes) AS bytes,
      max(replay_ms) AS replay_ms, max(canary_ms) AS canary_ms
    FROM ${table} AS sample JOIN disaster_recovery_plans AS plan ON plan.id = sample.plan_id
    WHERE plan.plan_id = $1 AND sample.component_id = ANY ($2) AND sample.${at} >= $3 AND sample.${at} < $4
    GROUP BY 1, 2
  ) AS worst ON worst.component_id = component.id AND worst.at = step.at
  ORDER BY 1, 2
`;

export interface LagQuery {
  readonly planId: string;
  readonly componentIds: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** Seconds. */
  readonly step: number;
}

/** The worst of a step; null where nothing was measured. */
export interface LagPoint extends Lag {
  readonly componentId: string;
  readonly at: Date;
}

/** How far standbys were behind. Samples are kept for two days, minutes for 30. */
@Injectable()
export class LagRepository {
  constructor(private readonly source: DataSource) {}

  async record(planId: string, componentId: string, { bytes, replayMs, canaryMs }: Lag): Promise<void> {
    await this.source.query(RECORD, [planId, componentId, bytes, replayMs, canaryMs]);
  }

  /** One point for each component and step, in order; `from` is the beginning of the first step. */
  async series({ planId, componentIds, from, to, step }: LagQuery): Promise<readonly LagPoint[]> {
    const query = step % 60 === 0 ? series('lag_minutes', 'minute') : series('lag_samples', 'at');
    return this.source.query<LagPoint[]>(query, [planId, componentIds, from, to, step]);
  }

  async prune(): Promise<void> {
    await this.source.query(PRUNE);
  }
}
