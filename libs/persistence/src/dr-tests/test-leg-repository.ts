import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { FailureReport } from '#domain/execution/failure-report.js';
import type { ExecutionStatus } from '#domain/execution/transitions.js';
import type { Json } from '#domain/json.js';
import type { PlanDocument, Priority, Site } from '#domain/plan/plan-document.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import type { Leg } from '#domain/runbook/switchover/compile-switchover.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { FailoverInProgressError, PlanNotFoundError, ReprotectInProgressError } from '../errors.js';
import type { AdminUserRecord, NewFailover, PlanRecord, TestLegName } from '../records.js';
import { insertFailover, isActiveFailoverConflict } from '../repositories/insert-failover.js';
import {
  insertProcedureExecution,
  isActiveReprotectConflict,
  type NewProcedureExecution,
} from '../repositories/procedure-repository.js';
import { planToTest } from './plan-to-test.js';
import { TestNoLongerHeldError } from './errors.js';

/** The test as its driver holds it. */
export interface HeldTest extends TestLegName {
  /** Of the driver's lease. */
  readonly epoch: number;
  /** The plan's version that the test is pinned to. */
  readonly version: number;
}

export type NewLeg =
  | { readonly kind: 'failover'; readonly failover: NewFailover }
  | { readonly kind: 'procedure'; readonly execution: NewProcedureExecution };

export interface LegRecord {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  readonly runbook: Runbook;
  readonly outcome: Json;
  readonly error: FailureReport | null;
  readonly priority: Priority;
}

export interface StartedLeg {
  readonly leg: Leg;
  readonly executionId: string;
  readonly status: ExecutionStatus;
}

/** What has to be known of a plan before it is moved. */
export interface PlanStanding {
  readonly activeSite: Site;
  readonly status: string;
  /** The live failover that was completed last. */
  readonly movedBy: string | null;
  /** Failovers and reprotections that are not over. */
  readonly underWay: readonly string[];
}

/** Shared with nobody who ends or takes over the test: from then on nothing is started in its name. */
const HOLD_TEST = /* sql */ `
  SELECT execution.plan_id, person.id AS initiator_id, person.subject AS initiator
  FROM executions AS execution JOIN admin_users AS person ON person.id = execution.initiated_by
  WHERE execution_id = $1 AND lease_epoch = $2 AND execution.status = 'running'
  FOR SHARE OF execution
`;

const FIND = /* sql */ `
  SELECT execution_id AS "executionId", status, runbook, outcome, error, priority
  FROM executions WHERE request ? 'test_leg' AND request ->> 'test_id' = $1 AND request ->> 'test_leg' = $2
`;

const OF_TEST = /* sql */ `
  SELECT request ->> 'test_leg' AS leg, execution_id AS "executionId", status
  FROM executions WHERE request ->> 'test_id' = $1 AND request ? 'test_leg' ORDER BY requested_at
`;

const PINNED = /* sql */ `SELECT document FROM plan_versions WHERE plan_id = $1 AND version = $2`;

const STANDING = /* sql */ `
  SELECT authority.active_site AS "activeSite", plan.status,
    (SELECT moved.execution_id FROM executions AS moved
     WHERE moved.plan_id = plan.id AND moved.kind = 'failover' AND moved.mode = 'live'
       AND moved.status IN ('completed', 'completed_with_exceptions')
     ORDER BY moved.requested_at DESC LIMIT 1) AS "movedBy",
    ARRAY(SELECT active.execution_id FROM executions AS active
     WHERE active.plan_id = plan.id AND active.status IN ${ACTIVE_STATUSES}
       AND (active.kind = 'failover' OR active.request ->> 'operation' = 'reprotect')) AS "underWay"
  FROM disaster_recovery_plans AS plan JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE plan.plan_id = $1
`;

/** What live switchover tests start, and what they look at before. */
@Injectable()
export class TestLegRepository {
  constructor(private readonly source: DataSource) {}

  /** @returns null while it was not started. */
  async find({ testId, leg }: TestLegName): Promise<LegRecord | null> {
    return find(this.source.manager, { testId, leg });
  }

  /**
   * Writes the execution of a leg, once for ever: whoever asks again, after a crash too, gets the first.
   * @param make from the plan in the version that the test is pinned to.
   * @throws TestNoLongerHeldError, FailoverInProgressError, ReprotectInProgressError, PlanArchivedError
   */
  async begin(
    test: HeldTest,
    make: (plan: PlanRecord, initiatedBy: AdminUserRecord) => NewLeg,
  ): Promise<{ readonly leg: LegRecord; readonly isNew: boolean }> {
    return this.source.transaction(async (manager) => {
      const [held] = await manager.query<{ plan_id: string; initiator_id: string; initiator: string }[]>(HOLD_TEST, [
        test.testId,
        test.epoch,
      ]);
      if (!held) throw new TestNoLongerHeldError(test.testId);
      const known = await find(manager, test);
      if (known !== null) return { leg: known, isNew: false };
      const { plan } = await planToTest(manager, held.plan_id);
      const [pinned] = await manager.query<{ document: PlanDocument }[]>(PINNED, [held.plan_id, test.version]);
      const initiatedBy = { id: held.initiator_id, subject: held.initiator };
      const leg = make({ ...plan, version: test.version, document: pinned!.document }, initiatedBy);
      await insert(manager, leg, plan.planId);
      return { leg: (await find(manager, test))!, isNew: true };
    });
  }

  /** In the order in which they were started. */
  async ofTest(testId: string): Promise<readonly StartedLeg[]> {
    return this.source.query<StartedLeg[]>(OF_TEST, [testId]);
  }

  /** @throws PlanNotFoundError */
  async standing(planId: string): Promise<PlanStanding> {
    const [standing] = await this.source.query<PlanStanding[]>(STANDING, [planId]);
    if (!standing) throw new PlanNotFoundError(planId);
    return standing;
  }
}

async function find(manager: EntityManager, { testId, leg }: TestLegName): Promise<LegRecord | null> {
  const [found] = await manager.query<LegRecord[]>(FIND, [testId, leg]);
  return found ?? null;
}

async function insert(manager: EntityManager, leg: NewLeg, planId: string): Promise<void> {
  try {
    if (leg.kind === 'failover') await insertFailover(manager, leg.failover);
    else await insertProcedureExecution(manager, leg.execution);
  } catch (error) {
    if (isActiveFailoverConflict(error)) throw new FailoverInProgressError(planId, null);
    if (isActiveReprotectConflict(error)) throw new ReprotectInProgressError(planId);
    throw error;
  }
}
