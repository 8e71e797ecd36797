import { Injectable } from '@nestjs/common';
import { executionMode } from '#domain/plan/execution-mode.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import type { ExpectedVersions, PlanRecord } from '#persistence/records.js';
import { PlanChangeRepository } from '#persistence/repositories/plan-change-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { PlanChecker } from './plan-checker.js';
import { nextTestOf } from './plan.mapper.js';

/** Changes plans. Executions are pinned to the version they began with, and go on with it. */
@Injectable()
export class PlanChangeService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly changes: PlanChangeRepository,
    private readonly checker: PlanChecker,
    private readonly actors: Actors,
  ) {}

  /**
   * Makes the document the plan's newest version; what it says already makes none.
   * @throws PlanNotFoundError, InvalidPlanError, ActorMismatchError, PlanChangedError, PlanArchivedError
   */
  async update(
    planId: string,
    document: PlanDocument,
    expected: ExpectedVersions,
    caller: Caller,
    createdBy: string | null | undefined,
  ): Promise<PlanRecord> {
    const subject = actorOf(caller, 'created_by', createdBy);
    // Of a plan that does not exist nothing else is to be said, and nobody is recorded.
    await this.plans.get(planId);
    this.checker.requireSound(document);
    const mode = executionMode(document);
    const version = await this.changes.update({
      planId,
      expected,
      document,
      mode,
      nextTest: nextTestOf(document),
      updatedBy: await this.actors.record(caller, subject),
    });
    // What the caller wrote, also when somebody else has written a newer version since.
    return { ...(await this.plans.get(planId)), version, document, mode };
  }

  /** @throws PlanNotFoundError, PlanChangedError, FailoverInProgressError */
  async archive(planId: string, expected: ExpectedVersions): Promise<PlanRecord> {
    await this.changes.archive(planId, expected);
    return this.plans.get(planId);
  }

  /** @throws PlanNotFoundError, PlanChangedError */
  async restore(planId: string, expected: ExpectedVersions): Promise<PlanRecord> {
    await this.changes.restore(planId, expected);
    return this.plans.get(planId);
  }
}
