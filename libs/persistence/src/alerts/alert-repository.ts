import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AlertNotFoundError, PlanNotFoundError } from '../errors.js';
import { ofPlans, type Which } from '../of-plans.js';
import type { AdminUserRecord } from '../records.js';

export interface AlertRecord {
  readonly alert_id: string;
  readonly kind: string;
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly severity: string;
  readonly plan_id: string | null;
  readonly created_at: Date;
  readonly acknowledged: boolean;
  /** Subject of the admin. */
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly comment: string | null;
  readonly resolved_at: Date | null;
}

export interface AlertFilter {
  readonly status: 'open' | 'resolved' | 'all';
  readonly acknowledged: boolean | null;
  readonly severity: string | null;
  readonly kind: string | null;
  readonly planId: string | null;
  /** The alert after which to go on; ids sort by age. */
  readonly after: string | null;
  readonly limit: number;
}

const SELECT = /* sql */ `
  SELECT alert.alert_id, alert.kind, alert.type, alert.title, alert.message, alert.severity, plan.plan_id,
    alert.created_at, alert.acknowledged, person.subject AS acknowledged_by, alert.acknowledged_at, alert.comment,
    alert.resolved_at
  FROM alerts AS alert
  LEFT JOIN disaster_recovery_plans AS plan ON plan.id = alert.plan_id
  LEFT JOIN admin_users AS person ON person.id = alert.acknowledged_by
`;

const LIST = /* sql */ `
  ${SELECT}
  WHERE ($1 = 'all' OR (alert.resolved_at IS NULL) = ($1 = 'open'))
    AND ($2::boolean IS NULL OR alert.acknowledged = $2)
    AND ($3::text IS NULL OR alert.severity = $3)
    AND ($4::text IS NULL OR alert.kind = $4)
    AND ($5::text IS NULL OR plan.plan_id = $5)
    AND ($6::text IS NULL OR alert.alert_id < $6)
  ORDER BY alert.alert_id DESC LIMIT $7
`;

/** The worst first, then the newest. $1: row id of a plan, or null for all. */
export const openAlerts = (which: Which) => /* sql */ `
  ${SELECT}
  WHERE alert.resolved_at IS NULL AND ${ofPlans(which, 'alert.plan_id')}
  ORDER BY alert.acknowledged, array_position(ARRAY['critical', 'high', 'medium', 'low'], alert.severity),
    alert.alert_id DESC
  LIMIT 20
`;

/** The first acknowledgement stays; an event has nothing else to wait for and is over with it. */
const ACKNOWLEDGE = /* sql */ `
  UPDATE alerts SET acknowledged = true, acknowledged_by = $2, acknowledged_at = now(), comment = $3,
    resolved_at = CASE WHEN kind LIKE 'failover%' THEN coalesce(resolved_at, now()) ELSE resolved_at END
  WHERE alert_id = $1 AND NOT acknowledged
`;

@Injectable()
export class AlertRepository {
  constructor(private readonly source: DataSource) {}

  /** Newest first. @throws PlanNotFoundError */
  async list(filter: AlertFilter): Promise<readonly AlertRecord[]> {
    if (filter.planId !== null) await requirePlan(this.source.manager, filter.planId);
    const { status, acknowledged, severity, kind, planId, after, limit } = filter;
    return this.source.query<AlertRecord[]>(LIST, [status, acknowledged, severity, kind, planId, after, limit]);
  }

  /** @throws AlertNotFoundError */
  async get(alertId: string): Promise<AlertRecord> {
    const rows = await this.source.query<AlertRecord[]>(`${SELECT} WHERE alert.alert_id = $1`, [alertId]);
    if (!rows[0]) throw new AlertNotFoundError(alertId);
    return rows[0];
  }

  async acknowledge(alertId: string, by: AdminUserRecord, comment: string | null): Promise<void> {
    await this.source.query(ACKNOWLEDGE, [alertId, by.id, comment]);
  }
}

async function requirePlan(manager: EntityManager, planId: string): Promise<void> {
  const rows = await manager.query<object[]>('SELECT FROM disaster_recovery_plans WHERE plan_id = $1', [planId]);
  if (rows.length === 0) throw new PlanNotFoundError(planId);
}
