import { Injectable } from '@nestjs/common';
import { executionMode } from '#domain/plan/execution-mode.js';
import type { Component, PlanDocument, ProcedureDefinition } from '#domain/plan/plan-document.js';
import type { ProtectionSummary } from '#domain/protection/protection-summary.js';
import { LagRepository, type LagPoint } from '#persistence/lag/lag-repository.js';
import type { ReadinessSummary } from '#persistence/readiness/readiness-records.js';
import { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import { ProtectionSummaries } from '#persistence/protection/protection-summaries.js';
import { newPublicId } from '#persistence/public-id.js';
import type { ComponentLag, PlanRecord } from '#persistence/records.js';
import { AuthorityRepository, type AuthorityRecord } from '#persistence/repositories/authority-repository.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import {
  PlanListRepository,
  type PlanFilter,
  type PlanPage,
  type PlanPageRequest,
} from '#persistence/repositories/plan-list-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { ComponentNotFoundError, PlanProcedureNotFoundError } from './errors.js';
import type { LagRange } from './lag-query.dto.js';
import { PlanChecker } from './plan-checker.js';
import { nextTestOf } from './plan.mapper.js';

export interface LagSeries {
  readonly range: LagRange;
  readonly componentIds: readonly string[];
  readonly points: readonly LagPoint[];
}

@Injectable()
export class PlanService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly lists: PlanListRepository,
    private readonly canaries: CanaryRepository,
    private readonly authorities: AuthorityRepository,
    private readonly samples: LagRepository,
    private readonly readinessOf: ReadinessRepository,
    private readonly protections: ProtectionSummaries,
    private readonly checker: PlanChecker,
    private readonly actors: Actors,
  ) {}

  /** @throws InvalidPlanError, ActorMismatchError */
  async create(document: PlanDocument, caller: Caller, createdBy: string | null | undefined): Promise<PlanRecord> {
    const subject = actorOf(caller, 'created_by', createdBy);
    this.checker.requireSound(document);
    const record = await this.plans.create({
      planId: newPublicId('plan'),
      document,
      mode: executionMode(document),
      createdBy: await this.actors.record(caller, subject),
      nextTest: nextTestOf(document),
    });
    // jsonb has an order of its own; whoever created the plan gets back what they wrote.
    return { ...record, document };
  }

  /** @throws PlanNotFoundError */
  get(planId: string): Promise<PlanRecord> {
    return this.plans.get(planId);
  }

  /** @throws InvalidCursorError */
  page(request: PlanPageRequest): Promise<PlanPage> {
    return this.lists.page(request);
  }

  count(filter: PlanFilter): Promise<number> {
    return this.lists.count(filter);
  }

  /**
   * Of the components that the newest version has; what is known of others is kept for executions that go on with them.
   * @throws PlanNotFoundError
   */
  async lag(planId: string): Promise<readonly ComponentLag[]> {
    const { document } = await this.plans.get(planId);
    const known = new Set(document.components.map((component) => component.component_id));
    return (await this.canaries.lag(planId)).filter(({ componentId }) => known.has(componentId));
  }

  /** Of the components that the newest version replicates. @throws PlanNotFoundError, ComponentNotFoundError */
  async lagSeries(planId: string, range: LagRange): Promise<LagSeries> {
    const { document } = await this.plans.get(planId);
    if (range.componentId !== null) await this.component(planId, range.componentId);
    const componentIds = document.components
      .filter(({ component_id, targets }) =>
        range.componentId === null ? targets?.secondary?.driver === 'postgres' : component_id === range.componentId,
      )
      .map(({ component_id }) => component_id);
    return { range, componentIds, points: await this.samples.series({ planId, componentIds, ...range }) };
  }

  /** @returns null of a plan in which nothing is bound. */
  async readiness({ planId, mode }: PlanRecord): Promise<ReadinessSummary | null> {
    return mode === 'live' ? this.readinessOf.summary(planId) : null;
  }

  /** @returns null of a plan in which nothing is bound. */
  async protection({ planId, mode }: PlanRecord): Promise<ProtectionSummary | null> {
    return mode === 'live' ? this.protections.of(planId) : null;
  }

  /** Plans with nothing to protect are missing. */
  protectionsOf({ items }: PlanPage): Promise<ReadonlyMap<string, ProtectionSummary>> {
    return this.protections.ofAll(items.filter(({ mode }) => mode === 'live').map(({ planId }) => planId));
  }

  /** @throws PlanNotFoundError, ComponentNotFoundError */
  async component(planId: string, componentId: string): Promise<Component> {
    const { document } = await this.plans.get(planId);
    const component = document.components.find((candidate) => candidate.component_id === componentId);
    if (!component) throw new ComponentNotFoundError(planId, componentId);
    return component;
  }

  /** @throws PlanNotFoundError, PlanProcedureNotFoundError */
  async procedure(planId: string, procedureId: string): Promise<ProcedureDefinition> {
    const { document } = await this.plans.get(planId);
    const procedure = document.recovery_procedures.find((candidate) => candidate.procedure_id === procedureId);
    if (!procedure) throw new PlanProcedureNotFoundError(planId, procedureId);
    return procedure;
  }

  /** @throws PlanNotFoundError */
  async authority(
    planId: string,
  ): Promise<{ readonly authority: AuthorityRecord; readonly protection: ProtectionSummary }> {
    const [authority, protection] = await Promise.all([this.authorities.of(planId), this.protections.of(planId)]);
    return { authority, protection };
  }
}
