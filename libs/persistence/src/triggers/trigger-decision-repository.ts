import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { TriggerReason } from '#domain/trigger/trigger.js';

export interface TriggerDecisionRecord {
  readonly decisionId: string;
  readonly trigger: string;
  readonly source: string;
  readonly site: string;
  readonly decision: string;
  readonly reasons: readonly TriggerReason[];
  readonly evidence: JsonObject;
  readonly failoverId: string | null;
  /** How often the same was decided in a row. */
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface DecisionFilter {
  readonly planRowId: string;
  readonly decision: string | null;
  /** The decision after which to go on; ids sort by age. */
  readonly after: string | null;
  readonly limit: number;
}

const LIST = /* sql */ `
  SELECT decision_id AS "decisionId", trigger, source, site, decision, reasons, evidence,
    execution_id AS "failoverId", count, first_at AS "firstAt", last_at AS "lastAt"
  FROM trigger_decisions
  WHERE plan_id = $1 AND ($2::text IS NULL OR decision = $2)
    AND ($3::text IS NULL OR id < (SELECT id FROM trigger_decisions WHERE decision_id = $3))
  ORDER BY id DESC LIMIT $4
`;

/** Why there was an automatic failover, or none. */
@Injectable()
export class TriggerDecisionRepository {
  constructor(private readonly source: DataSource) {}

  /** Newest first. */
  async list({ planRowId, decision, after, limit }: DecisionFilter): Promise<readonly TriggerDecisionRecord[]> {
    return this.source.query<TriggerDecisionRecord[]>(LIST, [planRowId, decision, after, limit]);
  }
}
