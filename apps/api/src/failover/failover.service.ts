import { Injectable } from '@nestjs/common';
import type { PlanDocument } from '#domain/plan/plan-document.js';
import { NOTHING_TO_PROTECT, type ProtectionSummary } from '#domain/protection/protection-summary.js';
import { compileFailover } from '#domain/runbook/compile-failover.js';
import type { FailoverType, Runbook } from '#domain/runbook/runbook.js';
import { ExecutionNotFoundError } from '#persistence/errors.js';
import { ProtectionSummaries } from '#persistence/protection/protection-summaries.js';
import { newPublicId } from '#persistence/public-id.js';
import { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import type {
  ExecutionRecord,
  FailoverRecord,
  FailoverStatusRecord,
  NewFailover,
  ReadinessOverride,
} from '#persistence/records.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { FailoverStatusRepository } from '#persistence/repositories/failover-status-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { Bell } from '../bell/bell.js';
import { executablePlan } from '../plans/executable-plan.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { FailoverNotFoundError, InvalidFailoverRequestError, PlanNotReadyError } from './errors.js';
import {
  completeExecutionOptions,
  completeFailoverOptions,
  defaultFailoverRequest,
  failoverRequest,
  type FailoverCommand,
} from '#domain/runbook/failover-command.js';

export interface InitiatedFailover {
  readonly execution: ExecutionRecord;
  readonly failover: FailoverRecord;
}

/** How a failover stands, and how its plan is protected meanwhile. */
export interface FailoverStanding {
  readonly status: FailoverStatusRecord;
  readonly protection: ProtectionSummary;
}

/** Clocks of operators' machines may be ahead of ours by so much. */
const CLOCK_TOLERANCE_MS = 5_000;

@Injectable()
export class FailoverService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly executions: ExecutionRepository,
    private readonly statuses: FailoverStatusRepository,
    private readonly canaries: CanaryRepository,
    private readonly readiness: ReadinessRepository,
    private readonly protections: ProtectionSummaries,
    private readonly actors: Actors,
    private readonly bell: Bell,
  ) {}

  /** @throws PlanNotFoundError, InvalidFailoverRequestError, ActorMismatchError, FailoverInProgressError, PlanArchivedError, PlanNotReadyError */
  async initiate(planId: string, command: FailoverCommand, caller: Caller): Promise<InitiatedFailover> {
    const plan = executablePlan(await this.plans.get(planId));
    const subject = actorOf(caller, 'initiated_by', command.initiatedBy);
    const { document } = plan;
    const override = await this.overrideOf(planId, command);
    const components = chosenComponents(document, command.components);
    const failoverOptions = completeFailoverOptions(command.failoverOptions);
    const executionOptions = completeExecutionOptions(document, command.executionOptions);
    const outageStartedAt = await this.outageStart(planId, components, command);
    const request = failoverRequest(
      command.failoverType,
      components,
      failoverOptions,
      executionOptions,
      outageStartedAt,
    );
    const failover: NewFailover = {
      failoverId: newPublicId('failover'),
      failoverType: command.failoverType,
      reason: command.reason,
      components,
      failoverOptions: { ...failoverOptions },
      executionOptions: { ...executionOptions },
      readinessOverride: override,
      plan,
      runbook: compileFailover(pinnedPlan(plan), request),
      priority: executionOptions.priority,
      initiatedBy: await this.actors.record(caller, subject),
    };
    const execution = await this.executions.createFailover(failover);
    this.bell.ring({ executionId: execution.executionId, kind: 'failover', priority: failover.priority, epoch: 0 });
    return { execution, failover };
  }

  /** @throws FailoverNotFoundError */
  async status(failoverId: string): Promise<FailoverStanding> {
    try {
      const status = await this.statuses.get(failoverId);
      // A walk-through protects nothing.
      const protection = status.mode === 'live' ? await this.protections.of(status.planId) : NOTHING_TO_PROTECT;
      return { status, protection };
    } catch (error) {
      throw error instanceof ExecutionNotFoundError ? new FailoverNotFoundError(failoverId) : error;
    }
  }

  /**
   * What a failover of these components with default options would do now.
   * @param components all of the plan's when null.
   * @throws PlanNotFoundError, InvalidFailoverRequestError
   */
  async preview(planId: string, failoverType: FailoverType, components: readonly string[] | null): Promise<Runbook> {
    const plan = await this.plans.get(planId);
    const chosen = chosenComponents(plan.document, components);
    return compileFailover(pinnedPlan(plan), defaultFailoverRequest(plan.document, failoverType, chosen));
  }

  /**
   * What is not known does not hold anybody up, and an unplanned failover is never refused: its site may be what is
   * not ready.
   * @returns what was overridden, for the journal; null when nothing had to be.
   * @throws PlanNotReadyError
   */
  private async overrideOf(
    planId: string,
    { failoverType, overrideComment: comment }: FailoverCommand,
  ): Promise<ReadinessOverride | null> {
    if (failoverType !== 'planned') return null;
    const { status, findings } = await this.readiness.of(planId);
    if (status !== 'not_ready') return null;
    const errors = findings.filter(({ severity, resolvedAt }) => severity === 'error' && resolvedAt === null);
    if (comment === null) throw new PlanNotReadyError(planId, errors);
    return { comment, findings: errors.map(({ findingId }) => findingId) };
  }

  /** RTO runs from what the operator says, else from the first write that failed, else from the request. */
  private async outageStart(
    planId: string,
    components: readonly string[],
    { failoverType, outageStartedAt }: FailoverCommand,
  ): Promise<Date | null> {
    if (outageStartedAt !== null) {
      if (outageStartedAt.getTime() > Date.now() + CLOCK_TOLERANCE_MS) {
        throw new InvalidFailoverRequestError('outage_started_at', 'Must not be in the future');
      }
      return outageStartedAt;
    }
    if (failoverType === 'planned') return null;
    const failing = (await this.canaries.lag(planId))
      .filter(({ componentId }) => components.includes(componentId))
      .flatMap(({ failingSince }) => failingSince?.getTime() ?? []);
    return failing.length === 0 ? null : new Date(Math.min(...failing));
  }
}

function chosenComponents(plan: PlanDocument, chosen: readonly string[] | null): readonly string[] {
  const known = plan.components.map((component) => component.component_id);
  if (chosen === null) return known;
  if (chosen.length === 0) throw new InvalidFailoverRequestError('components', 'Must name at least one component');
  for (const [index, id] of chosen.entries()) {
    if (!known.includes(id)) throw new InvalidFailoverRequestError(`components[${index}]`, `Unknown component: ${id}`);
    if (chosen.indexOf(id) !== index) {
      throw new InvalidFailoverRequestError(`components[${index}]`, `Duplicate component: ${id}`);
    }
  }
  return chosen;
}
