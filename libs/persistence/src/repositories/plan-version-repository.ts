import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { PlanNotFoundError, PlanVersionNotFoundError } from '../errors.js';
import type { PlanVersionRecord, PlanVersionSummary } from '../records.js';

const LIST = /* sql */ `
  SELECT version.version, version.created_at, creator.subject AS created_by
  FROM disaster_recovery_plans AS plan
  JOIN plan_versions AS version ON version.plan_id = plan.id
  JOIN admin_users AS creator ON creator.id = version.created_by
  WHERE plan.plan_id = $1 AND ($2::integer IS NULL OR version.version < $2)
  ORDER BY version.version DESC LIMIT $3
`;

const GET = /* sql */ `
  SELECT version.version, version.document, version.created_at, creator.subject AS created_by
  FROM disaster_recovery_plans AS plan
  LEFT JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = $2
  LEFT JOIN admin_users AS creator ON creator.id = version.created_by
  WHERE plan.plan_id = $1
`;

interface SummaryRow {
  readonly version: number;
  readonly created_at: Date;
  readonly created_by: string;
}

interface VersionRow extends SummaryRow {
  readonly document: PlanDocument;
}

/** What plans said in each of their versions. */
@Injectable()
export class PlanVersionRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * The newest first.
   * @param before only versions older than this one; null: from the newest.
   * @throws PlanNotFoundError
   */
  async list(planId: string, before: number | null, limit: number): Promise<readonly PlanVersionSummary[]> {
    const rows = await this.source.query<SummaryRow[]>(LIST, [planId, before, limit]);
    // Every plan has its first version: only a page after that is empty.
    if (rows.length === 0 && before === null) throw new PlanNotFoundError(planId);
    return rows.map(summary);
  }

  /** @throws PlanNotFoundError, PlanVersionNotFoundError */
  async get(planId: string, version: number): Promise<PlanVersionRecord> {
    const [row] = await this.source.query<(VersionRow | { readonly version: null })[]>(GET, [planId, version]);
    if (!row) throw new PlanNotFoundError(planId);
    if (row.version === null) throw new PlanVersionNotFoundError(planId, version);
    return { ...summary(row), document: row.document };
  }
}

function summary(row: SummaryRow): PlanVersionSummary {
  return { version: row.version, createdAt: row.created_at, createdBy: row.created_by };
}
