import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Finding } from '#domain/readiness/finding.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { newPublicId } from '../public-id.js';
import { planRecord, SELECT_PLAN, type PlanRow } from '../repositories/plan-row.js';
import type { ClaimedPlan } from './readiness-records.js';

/**
 * Plans that are due: never evaluated, long ago (sooner while they are not ready, so that a repair is soon seen), of
 * another version, site or secret, with an execution that has ended since, or because somebody asks. One evaluator
 * for one plan; another only when the first has let its claim expire. Nothing is evaluated while a failover moves it.
 */
const CLAIM = /* sql */ `
  INSERT INTO plan_readiness AS readiness (plan_id, evaluator, evaluator_expires_at, begun_at, interval_ms)
  SELECT plan.id, $1, now() + $2 * interval '1 millisecond', clock_timestamp(), $3
  FROM disaster_recovery_plans AS plan
  JOIN plan_authority AS authority ON authority.plan_id = plan.id
  LEFT JOIN plan_readiness AS last ON last.plan_id = plan.id
  WHERE plan.status = 'active' AND plan.execution_mode = 'live'
    AND (last.evaluator_expires_at IS NULL OR last.evaluator_expires_at < now())
    AND (last.evaluated_at IS NULL OR last.evaluated_at < now() - $3 * interval '1 millisecond'
      OR (last.evaluated_at < now() - interval '30 seconds' AND EXISTS (
        SELECT FROM readiness_findings AS open WHERE open.plan_id = plan.id AND open.severity = 'error'
          AND open.resolved_at IS NULL))
      OR EXISTS (SELECT FROM secrets AS secret WHERE secret.updated_at > last.begun_at
        AND position('secret://' || secret.name IN plan.components::text || plan.failover_configuration::text) > 0)
      OR EXISTS (SELECT FROM executions AS done WHERE done.plan_id = plan.id AND done.mode = 'live'
        AND done.completed_at > last.begun_at)
      OR last.requested_at > last.begun_at OR last.evaluated_version <> plan.version
      OR last.evaluated_site <> authority.active_site)
    AND NOT EXISTS (
      SELECT FROM executions AS failover WHERE failover.plan_id = plan.id AND failover.kind = 'failover'
        AND failover.status IN ${ACTIVE_STATUSES}
    )
  ORDER BY last.evaluated_at NULLS FIRST, plan.id LIMIT $4
  ON CONFLICT (plan_id) DO UPDATE SET evaluator = excluded.evaluator,
    evaluator_expires_at = excluded.evaluator_expires_at, begun_at = excluded.begun_at,
    interval_ms = excluded.interval_ms
  WHERE readiness.evaluator_expires_at IS NULL OR readiness.evaluator_expires_at < now()
  RETURNING plan_id
`;

const EXERCISED = /* sql */ `
  SELECT DISTINCT step.step_id FROM executions AS failover
  JOIN execution_steps AS step ON step.execution_id = failover.execution_id
  WHERE failover.plan_id = $1 AND failover.plan_version = $2 AND failover.kind = 'failover' AND failover.mode = 'live'
    AND failover.completed_at IS NOT NULL AND step.status = 'succeeded'
`;

const WAITING = /* sql */ `
  SELECT execution_id FROM executions WHERE plan_id = $1 AND status = 'paused' ORDER BY execution_id
`;

/**
 * Only while the claim is the evaluator's own: what another has found since then is newer. `moved`: a failover has come
 * in between, and what was seen may be what it was doing.
 */
const HOLD = /* sql */ `
  SELECT EXISTS (
    SELECT FROM executions AS failover WHERE failover.plan_id = readiness.plan_id AND failover.kind = 'failover'
      AND (failover.status IN ${ACTIVE_STATUSES} OR failover.completed_at > readiness.begun_at)
  ) AS moved
  FROM plan_readiness AS readiness
  WHERE plan_id = $1 AND evaluator = $2 AND evaluator_expires_at > now() FOR UPDATE
`;

const GIVE_BACK = 'UPDATE plan_readiness SET evaluator = NULL, evaluator_expires_at = NULL WHERE';

const RESOLVE = /* sql */ `
  UPDATE readiness_findings AS finding SET resolved_at = now()
  WHERE finding.plan_id = $1 AND finding.resolved_at IS NULL AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset($2::jsonb) AS seen (code text, subject text)
    WHERE seen.code = finding.code AND seen.subject = finding.subject
  )
`;

/** What is seen again keeps its id, its age, and what was said of it. */
const RAISE = /* sql */ `
  INSERT INTO readiness_findings AS finding (finding_id, plan_id, code, subject, severity, message, measured, threshold)
  SELECT seen.finding_id, $1, seen.code, seen.subject, seen.severity, seen.message, seen.measured, seen.threshold
  FROM jsonb_to_recordset($2::jsonb) AS seen (
    finding_id text, code text, subject text, severity text, message text, measured text, threshold text
  )
  ON CONFLICT (plan_id, code, subject) WHERE resolved_at IS NULL DO UPDATE SET last_seen_at = now(),
    severity = excluded.severity, message = excluded.message, measured = excluded.measured,
    threshold = excluded.threshold
`;

const EVALUATED = /* sql */ `
  UPDATE plan_readiness SET evaluated_at = clock_timestamp(), evaluated_version = $2, evaluated_site = $3,
    evaluator = NULL, evaluator_expires_at = NULL
  WHERE plan_id = $1
`;

/** Claims plans for evaluation, and writes down what was found. */
@Injectable()
export class EvaluationRepository {
  constructor(private readonly source: DataSource) {}

  /** @returns at most `limit` plans that are due and that the evaluator has for the next `ttlMs`. */
  async claim(
    evaluator: string,
    { ttlMs, intervalMs, limit }: { readonly ttlMs: number; readonly intervalMs: number; readonly limit: number },
  ): Promise<readonly ClaimedPlan[]> {
    const claimed = await this.source.query<{ plan_id: string }[]>(CLAIM, [evaluator, ttlMs, intervalMs, limit]);
    if (claimed.length === 0) return [];
    const ids = claimed.map(({ plan_id }) => plan_id);
    const rows = await this.source.query<PlanRow[]>(`${SELECT_PLAN} WHERE plan.id = ANY ($1)`, [ids]);
    return Promise.all(rows.map((row) => this.withHistory(row)));
  }

  /** @returns false when the claim was lost or a failover has come in between, and nothing was written. */
  async record(evaluator: string, { plan }: ClaimedPlan, findings: readonly Finding[]): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const [held] = await manager.query<{ moved: boolean }[]>(HOLD, [plan.id, evaluator]);
      if (held === undefined) return false;
      if (held.moved) {
        await manager.query(`${GIVE_BACK} plan_id = $1`, [plan.id]);
        return false;
      }
      const seen = JSON.stringify(findings.map((each) => ({ ...each, finding_id: newPublicId('finding') })));
      await manager.query(RESOLVE, [plan.id, seen]);
      await manager.query(RAISE, [plan.id, seen]);
      await manager.query(EVALUATED, [plan.id, plan.version, plan.activeSite]);
      return true;
    });
  }

  /** So that another worker need not wait until they expire. */
  async release(evaluator: string): Promise<void> {
    await this.source.query(`${GIVE_BACK} evaluator = $1`, [evaluator]);
  }

  /** Forgets findings that were resolved 90 days ago. */
  async prune(): Promise<void> {
    await this.source.query(`DELETE FROM readiness_findings WHERE resolved_at < now() - interval '90 days'`);
  }

  private async withHistory(row: PlanRow): Promise<ClaimedPlan> {
    const exercised = await this.source.query<{ step_id: string }[]>(EXERCISED, [row.id, row.version]);
    const waiting = await this.source.query<{ execution_id: string }[]>(WAITING, [row.id]);
    return {
      plan: planRecord(row),
      exercisedSteps: exercised.map(({ step_id }) => step_id),
      waiting: waiting.map(({ execution_id }) => execution_id),
    };
  }
}
