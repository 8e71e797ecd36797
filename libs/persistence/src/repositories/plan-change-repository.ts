import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { FailoverInProgressError, PlanArchivedError, PlanChangedError, PlanNotFoundError } from '../errors.js';
import type { ExpectedVersions, PlanUpdate } from '../records.js';
import { writePlanParts } from './plan-parts.js';

/**
 * Decides between concurrent changes, which wait here for each other. The plan alone, without a join: a row that another
 * transaction has changed is looked at again after the wait, and rows joined to it are not.
 * Executions that begin (`insertExecution`) wait for it too.
 */
const LOCK = /* sql */ `
  SELECT id, version, status FROM disaster_recovery_plans WHERE plan_id = $1 FOR NO KEY UPDATE
`;

/**
 * Under the lock. A document that says what the newest version says changes nothing. The next test moves only when the
 * document moves it: since it was written, tests may have moved it on.
 */
const UPDATE = /* sql */ `
  UPDATE disaster_recovery_plans AS plan SET
    version = plan.version + 1, execution_mode = $4,
    plan_name = new.document ->> 'plan_name', description = new.document ->> 'description',
    scope = new.document ->> 'scope', priority = new.document ->> 'priority',
    rto = (new.document ->> 'rto')::integer, rpo = (new.document ->> 'rpo')::integer,
    recovery_tier = new.document ->> 'recovery_tier', components = new.document -> 'components',
    failover_configuration = new.document -> 'failover_configuration',
    recovery_procedures = new.document -> 'recovery_procedures',
    testing_schedule = nullif(new.document -> 'testing_schedule', 'null'),
    notifications = nullif(new.document -> 'notifications', 'null'),
    next_test = CASE
      WHEN old.document #> '{testing_schedule,next_test}' IS NOT DISTINCT FROM
        new.document #> '{testing_schedule,next_test}'
      THEN plan.next_test
      ELSE $5::timestamptz
    END
  FROM plan_versions AS old, (SELECT $3::jsonb AS document) AS new
  WHERE plan.id = $1 AND plan.version = $2
    AND old.plan_id = plan.id AND old.version = plan.version AND old.document <> new.document
  RETURNING plan.version
`;

const INSERT_VERSION = /* sql */ `
  INSERT INTO plan_versions (plan_id, version, document, created_by) VALUES ($1, $2, $3, $4)
`;

const ACTIVE_FAILOVER = /* sql */ `
  SELECT execution_id FROM executions
  WHERE plan_id = $1 AND kind = 'failover' AND status IN ${ACTIVE_STATUSES}
`;

interface LockedPlan {
  readonly id: string;
  readonly version: number;
  readonly status: string;
}

/** Changes plans. What a change may be based on is decided by the database, never by what was read before. */
@Injectable()
export class PlanChangeRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * Makes the document the newest version, with the tables that follow it, in one transaction.
   * @returns the version that says it: a new one, or the newest when that says the same already.
   * @throws PlanNotFoundError, PlanChangedError, PlanArchivedError
   */
  async update(update: PlanUpdate): Promise<number> {
    const json = JSON.stringify(update.document);
    return this.source.transaction(async (manager) => {
      const { id, version, status } = await lock(manager, update.planId, update.expected);
      if (status === 'archived') throw new PlanArchivedError(update.planId);
      // TypeORM answers an UPDATE with its rows and their number.
      const [[written]] = await manager.query<[{ version: number }[], number]>(UPDATE, [
        id,
        version,
        json,
        update.mode,
        update.nextTest,
      ]);
      if (!written) return version;
      await manager.query(INSERT_VERSION, [id, written.version, json, update.updatedBy.id]);
      await writePlanParts(manager, id, update.document);
      return written.version;
    });
  }

  /**
   * Archiving what is archived changes nothing.
   * @throws PlanNotFoundError, PlanChangedError, FailoverInProgressError
   */
  async archive(planId: string, expected: ExpectedVersions): Promise<void> {
    await this.setStatus(planId, expected, 'archived', async (manager, { id }) => {
      // After the lock, so that a failover that began while we waited for it is seen.
      const [failover] = await manager.query<{ execution_id: string }[]>(ACTIVE_FAILOVER, [id]);
      if (failover) throw new FailoverInProgressError(planId, failover.execution_id);
    });
  }

  /**
   * Restoring what is in use changes nothing.
   * @throws PlanNotFoundError, PlanChangedError
   */
  async restore(planId: string, expected: ExpectedVersions): Promise<void> {
    await this.setStatus(planId, expected, 'active', () => Promise.resolve());
  }

  private async setStatus(
    planId: string,
    expected: ExpectedVersions,
    status: 'active' | 'archived',
    check: (manager: EntityManager, plan: LockedPlan) => Promise<void>,
  ): Promise<void> {
    await this.source.transaction(async (manager) => {
      const plan = await lock(manager, planId, expected);
      if (plan.status === status) return;
      await check(manager, plan);
      await manager.query('UPDATE disaster_recovery_plans SET status = $2 WHERE id = $1', [plan.id, status]);
    });
  }
}

/** @throws PlanNotFoundError, PlanChangedError */
async function lock(manager: EntityManager, planId: string, expected: ExpectedVersions): Promise<LockedPlan> {
  const [plan] = await manager.query<LockedPlan[]>(LOCK, [planId]);
  if (!plan) throw new PlanNotFoundError(planId);
  if (expected !== null && !expected.includes(plan.version)) throw new PlanChangedError(planId, plan.version);
  return plan;
}
