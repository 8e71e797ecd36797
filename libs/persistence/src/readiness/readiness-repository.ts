import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FindingNotFoundError, PlanNotFoundError } from '../errors.js';
import type { AdminUserRecord } from '../records.js';
import type { FindingRecord, PlanReadiness, ReadinessSummary } from './readiness-records.js';
import { readConsistently } from '../consistent-read.js';
import { summaries, summaryOf, type SummaryRow } from './readiness-summaries.js';

const SUMMARY = summaries('plan.plan_id = $1');

const EVALUATION = /* sql */ `
  SELECT readiness.evaluated_at, readiness.evaluated_version, readiness.requested_at,
    readiness.evaluated_at + readiness.interval_ms * interval '1 millisecond' AS next_evaluation
  FROM plan_readiness AS readiness JOIN disaster_recovery_plans AS plan ON plan.id = readiness.plan_id
  WHERE plan.plan_id = $1
`;

const SELECT_FINDING = /* sql */ `
  SELECT finding.finding_id AS "findingId", finding.code, finding.severity, finding.subject, finding.message,
    finding.measured, finding.threshold, finding.raised_at AS "raisedAt", finding.last_seen_at AS "lastSeenAt",
    finding.acknowledged_at AS "acknowledgedAt", person.subject AS "acknowledgedBy",
    finding.acknowledged_until AS "acknowledgedUntil", finding.comment, finding.resolved_at AS "resolvedAt"
  FROM readiness_findings AS finding
  JOIN disaster_recovery_plans AS plan ON plan.id = finding.plan_id
  LEFT JOIN admin_users AS person ON person.id = finding.acknowledged_by
`;

/** Resolved ones are shown for a day. */
const FINDINGS = /* sql */ `
  ${SELECT_FINDING}
  WHERE plan.plan_id = $1 AND (finding.resolved_at IS NULL OR finding.resolved_at > now() - interval '1 day')
  ORDER BY finding.resolved_at IS NOT NULL, array_position(ARRAY['error', 'warning', 'info'], finding.severity),
    finding.code, finding.subject, finding.raised_at DESC
  LIMIT 500
`;

const REQUEST = /* sql */ `
  INSERT INTO plan_readiness AS readiness (plan_id, requested_at)
  SELECT id, clock_timestamp() FROM disaster_recovery_plans WHERE plan_id = $1
  ON CONFLICT (plan_id) DO UPDATE SET requested_at = excluded.requested_at
  RETURNING requested_at
`;

/** An acknowledgement can be renewed or changed while the finding is open. */
const ACKNOWLEDGE = /* sql */ `
  UPDATE readiness_findings AS finding SET acknowledged_at = now(), acknowledged_by = $3, comment = $4,
    acknowledged_until = $5
  FROM disaster_recovery_plans AS plan
  WHERE plan.id = finding.plan_id AND plan.plan_id = $1 AND finding.finding_id = $2 AND finding.resolved_at IS NULL
`;

const WHY_NOT: Readonly<Record<'simulation' | 'archived', string>> = {
  simulation: 'Nothing is bound in this plan: bind targets to its components to make it live',
  archived: 'The plan is archived: restore it first',
};

interface EvaluationRow {
  readonly evaluated_at: Date | null;
  readonly evaluated_version: number | null;
  readonly requested_at: Date | null;
  readonly next_evaluation: Date | null;
}

/** What was found out about plans by their last evaluations. */
@Injectable()
export class ReadinessRepository {
  constructor(private readonly source: DataSource) {}

  /** As of one moment: a score must not stand beside the findings of another evaluation. @throws PlanNotFoundError */
  of(planId: string): Promise<PlanReadiness> {
    return readConsistently(this.source, async (ask) => {
      const values = [planId];
      const row = found(planId, await ask<SummaryRow>({ name: null, text: SUMMARY, values }));
      const [evaluation] = await ask<EvaluationRow>({ name: null, text: EVALUATION, values });
      const findings = await ask<FindingRecord>({ name: null, text: FINDINGS, values });
      return {
        ...summaryOf(row),
        why: row.status === 'archived' ? WHY_NOT.archived : row.mode === 'simulation' ? WHY_NOT.simulation : null,
        evaluatedAt: evaluation?.evaluated_at ?? null,
        evaluatedVersion: evaluation?.evaluated_version ?? null,
        nextEvaluation: evaluation?.next_evaluation ?? null,
        requestedAt: evaluation?.requested_at ?? null,
        findings,
      };
    });
  }

  /** @throws PlanNotFoundError */
  async summary(planId: string): Promise<ReadinessSummary> {
    return summaryOf(found(planId, await this.source.query<SummaryRow[]>(SUMMARY, [planId])));
  }

  /** Asks for an evaluation as soon as a worker gets to it. @returns when it was asked for. @throws PlanNotFoundError */
  async request(planId: string): Promise<Date> {
    const [row] = await this.source.query<{ requested_at: Date }[]>(REQUEST, [planId]);
    if (!row) throw new PlanNotFoundError(planId);
    return row.requested_at;
  }

  /** @throws FindingNotFoundError when the plan has no such finding that is open. */
  async acknowledge(
    planId: string,
    findingId: string,
    given: { readonly by: AdminUserRecord; readonly comment: string; readonly until: Date | null },
  ): Promise<FindingRecord> {
    const { by, comment, until } = given;
    await this.source.query(ACKNOWLEDGE, [planId, findingId, by.id, comment, until]);
    const [row] = await this.source.query<FindingRecord[]>(
      `${SELECT_FINDING} WHERE plan.plan_id = $1 AND finding.finding_id = $2 AND finding.resolved_at IS NULL`,
      [planId, findingId],
    );
    if (!row) throw new FindingNotFoundError(findingId);
    return row;
  }
}

function found(planId: string, [row]: readonly SummaryRow[]): SummaryRow {
  if (!row) throw new PlanNotFoundError(planId);
  return row;
}
