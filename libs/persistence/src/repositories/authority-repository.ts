import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Site } from '#domain/plan/plan-document.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { PlanNotFoundError } from '../errors.js';

export interface AuthorityRecord {
  readonly planId: string;
  readonly activeSite: Site;
  readonly siteName: string;
  readonly epoch: number;
  readonly changedAt: Date;
  /** The failover that made this site the active one; null: none has. */
  readonly changedBy: string | null;
  /** The execution that somebody drives at this moment; a failover before all others. */
  readonly underExecution: string | null;
}

const AUTHORITY = /* sql */ `
  SELECT plan.plan_id, authority.active_site, authority.epoch, authority.changed_at,
    version.document -> 'failover_configuration' -> (authority.active_site || '_site') ->> 'name' AS site_name,
    (
      SELECT execution.execution_id
      FROM executions AS execution
      JOIN execution_journal AS journal ON journal.execution_id = execution.execution_id
      WHERE execution.plan_id = plan.id AND execution.kind = 'failover'
        AND execution.requested_at <= authority.changed_at
        AND (execution.completed_at IS NULL OR execution.completed_at >= authority.changed_at)
        -- The authority changes in the very write that says so.
        AND journal.at = authority.changed_at AND journal.entry ->> 'type' = 'authority_moved'
      LIMIT 1
    ) AS changed_by,
    (
      SELECT execution.execution_id FROM executions AS execution
      WHERE execution.plan_id = plan.id AND execution.status IN ${ACTIVE_STATUSES}
        AND execution.lease_owner IS NOT NULL AND execution.lease_expires_at > now()
      ORDER BY execution.kind = 'failover' DESC, execution.lease_epoch DESC
      LIMIT 1
    ) AS under_execution
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  WHERE plan.plan_id = $1
`;

interface AuthorityRow {
  readonly plan_id: string;
  readonly active_site: Site;
  readonly site_name: string;
  readonly epoch: string;
  readonly changed_at: Date;
  readonly changed_by: string | null;
  readonly under_execution: string | null;
}

/** Which site owns a plan, by the database and never by a copy of what it said. */
@Injectable()
export class AuthorityRepository {
  constructor(private readonly source: DataSource) {}

  /** @throws PlanNotFoundError */
  async of(planId: string): Promise<AuthorityRecord> {
    const [row] = await this.source.query<AuthorityRow[]>(AUTHORITY, [planId]);
    if (!row) throw new PlanNotFoundError(planId);
    return {
      planId: row.plan_id,
      activeSite: row.active_site,
      siteName: row.site_name,
      epoch: Number(row.epoch),
      changedAt: row.changed_at,
      changedBy: row.changed_by,
      underExecution: row.under_execution,
    };
  }
}
