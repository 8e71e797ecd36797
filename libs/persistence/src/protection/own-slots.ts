import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SLOT_ABANDONED } from '#domain/readiness/assess-slots.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';

/** A replication slot that the service has made, on the server that the plan named so then. */
export interface OwnSlot {
  readonly upstream: string;
  readonly slot: string;
}

/** A slot that is to be dropped: `subject` is its finding's. */
export interface AbandonedSlot {
  readonly planId: string;
  readonly subject: string;
  readonly document: PlanDocument;
}

/**
 * What is ours stands in the journal: it was looked for before it was made, and was not there. One that was there before
 * anything was done is somebody else's, and so is one of which nothing was written down.
 */
const OWN = /* sql */ `
  SELECT DISTINCT step.value #>> '{inputs,upstream}' AS upstream, step.value #>> '{inputs,control,slot}' AS slot
  FROM executions AS execution
  JOIN execution_journal AS journal ON journal.execution_id = execution.execution_id
    AND journal.entry ->> 'type' = 'step_observed' AND journal.entry #> '{before,slot_existed}' = 'false'
  CROSS JOIN LATERAL jsonb_array_elements(execution.runbook -> 'steps') AS step
  WHERE execution.plan_id = $1 AND execution.kind = 'procedure' AND execution.request ->> 'operation' = 'reprotect'
    AND step.value ->> 'id' = journal.entry ->> 'stepId' AND step.value ->> 'action' = 'postgres.rejoin'
`;

/** Archived plans count: they can be restored. */
const NAMED = /* sql */ `
  SELECT DISTINCT target.value #>> '{control,slot}' AS slot
  FROM disaster_recovery_plans AS plan
  CROSS JOIN LATERAL jsonb_array_elements(plan.components) AS component
  CROSS JOIN LATERAL jsonb_each(
    CASE WHEN jsonb_typeof(component.value -> 'targets') = 'object' THEN component.value -> 'targets' ELSE '{}' END
  ) AS target
  WHERE target.value #>> '{control,slot}' = ANY ($1::text[])
`;

/**
 * Slots that people could have read about for a while, of plans in which nothing is under way. While the row is held no
 * execution of the plan can begin and the plan can not be changed.
 */
const CLAIM = /* sql */ `
  SELECT plan.id, plan.plan_id, finding.subject, version.document
  FROM disaster_recovery_plans AS plan
  JOIN readiness_findings AS finding ON finding.plan_id = plan.id
  JOIN plan_versions AS version ON version.plan_id = plan.id AND version.version = plan.version
  WHERE finding.code = '${SLOT_ABANDONED}' AND finding.resolved_at IS NULL AND finding.acknowledged_at IS NULL
    AND finding.raised_at < now() - $1 * interval '1 millisecond'
    AND NOT (plan.plan_id || ' ' || finding.subject = ANY ($2::text[]))
    AND NOT EXISTS (
      SELECT FROM executions WHERE executions.plan_id = plan.id
        AND executions.status IN ${ACTIVE_STATUSES}
    )
  LIMIT 1
  FOR UPDATE OF plan SKIP LOCKED
`;

const LOOK_AGAIN = /* sql */ `UPDATE plan_readiness SET requested_at = clock_timestamp() WHERE plan_id = $1`;

interface ClaimedRow {
  readonly id: string;
  readonly plan_id: string;
  readonly subject: string;
  readonly document: PlanDocument;
}

/** Which replication slots are the service's, and which of them nobody needs any more. */
@Injectable()
export class OwnSlots {
  constructor(private readonly source: DataSource) {}

  /** Those that the service has made for a plan and that no plan names any more. */
  async abandoned(planRowId: string): Promise<readonly OwnSlot[]> {
    return abandoned(this.source.manager, planRowId);
  }

  /**
   * Does the work for the next slot that was told of long enough, while nothing of its plan can begin or change.
   * @param met those that this sweep has met already.
   * @param drop whether there is anything new to know of the plan afterwards.
   * @returns what it was; null when there is none.
   */
  async dropNext(
    olderThanMs: number,
    met: readonly string[],
    drop: (slot: AbandonedSlot, own: readonly OwnSlot[]) => Promise<boolean>,
  ): Promise<AbandonedSlot | null> {
    return this.source.transaction(async (manager) => {
      const [row] = await manager.query<ClaimedRow[]>(CLAIM, [olderThanMs, [...met]]);
      if (!row) return null;
      const slot = { planId: row.plan_id, subject: row.subject, document: row.document };
      // Asked again: the finding is of a while ago.
      if (await drop(slot, await abandoned(manager, row.id))) await manager.query(LOOK_AGAIN, [row.id]);
      return slot;
    });
  }
}

async function abandoned(manager: EntityManager, planRowId: string): Promise<readonly OwnSlot[]> {
  const own = await manager.query<OwnSlot[]>(OWN, [planRowId]);
  if (own.length === 0) return [];
  const named = await manager.query<{ slot: string }[]>(NAMED, [own.map(({ slot }) => slot)]);
  return own.filter(({ slot }) => !named.some((one) => one.slot === slot));
}
