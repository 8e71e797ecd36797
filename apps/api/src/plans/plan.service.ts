import { Injectable } from '@nestjs/common';
import { executionMode } from '#domain/plan/execution-mode.js';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { newPublicId } from '#persistence/public-id.js';
import type { ComponentLag, PlanRecord } from '#persistence/records.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { InvalidPlanError } from './errors.js';
import { PlanChecker } from './plan-checker.js';

@Injectable()
export class PlanService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly canaries: CanaryRepository,
    private readonly checker: PlanChecker,
    private readonly actors: Actors,
  ) {}

  /** @throws InvalidPlanError, ActorMismatchError */
  async create(document: PlanDocument, caller: Caller, createdBy: string | null | undefined): Promise<PlanRecord> {
    const subject = actorOf(caller, 'created_by', createdBy);
    const [first, ...further] = this.checker.faultsOf(document);
    if (first) throw new InvalidPlanError([first, ...further]);
    const nextTest = document.testing_schedule?.next_test;
    const record = await this.plans.create({
      planId: newPublicId('plan'),
      document,
      mode: executionMode(document),
      createdBy: await this.actors.record(caller, subject),
      nextTest: nextTest ? new Date(nextTest) : null,
    });
    // jsonb has an order of its own; whoever created the plan gets back what they wrote.
    return { ...record, document };
  }

  /** @throws PlanNotFoundError */
  get(planId: string): Promise<PlanRecord> {
    return this.plans.get(planId);
  }

  /** @throws PlanNotFoundError */
  async lag(planId: string): Promise<readonly ComponentLag[]> {
    await this.plans.get(planId);
    return this.canaries.lag(planId);
  }

  /** @throws PlanNotFoundError */
  authority(planId: string) {
    return this.plans.authority(planId);
  }
}
