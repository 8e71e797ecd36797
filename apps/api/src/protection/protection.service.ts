import { Injectable } from '@nestjs/common';
import { compileReprotect, replicatedComponents, reprotectObstacles } from '#domain/runbook/compile-reprotect.js';
import { newPublicId } from '#persistence/public-id.js';
import type { ExecutionRecord, PlanRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { ProcedureRepository } from '#persistence/repositories/procedure-repository.js';
import { ProtectionRepository, type ProtectionRecord } from '#persistence/repositories/protection-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { Bell } from '../bell/bell.js';
import type { FailoverCommand } from '#domain/runbook/failover-command.js';
import { FailoverService, type InitiatedFailover } from '../failover/failover.service.js';
import { executablePlan } from '../plans/executable-plan.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { FailbackNotReadyError, ReprotectNotPossibleError } from './errors.js';

/** The site that plans come home to. */
const HOME = 'primary';
/** The name under which reprotecting stands among the executions of procedures. */
const REPROTECT = 'reprotect';

export interface PlanProtectionRecord {
  readonly plan: PlanRecord;
  readonly protection: ProtectionRecord;
}

@Injectable()
export class ProtectionService {
  constructor(
    private readonly plans: PlanRepository,
    private readonly protections: ProtectionRepository,
    private readonly procedures: ProcedureRepository,
    private readonly executions: ExecutionRepository,
    private readonly failovers: FailoverService,
    private readonly actors: Actors,
    private readonly bell: Bell,
  ) {}

  /** @throws PlanNotFoundError */
  async of(planId: string): Promise<PlanProtectionRecord> {
    return { plan: await this.plans.get(planId), protection: await this.protections.of(planId) };
  }

  /**
   * Starts to make the databases of the site that is not active standbys of the active one's.
   * @throws PlanNotFoundError, PlanArchivedError, ActorMismatchError, ReprotectNotPossibleError, ReprotectInProgressError
   */
  async reprotect(
    planId: string,
    reason: string | null,
    initiatedBy: string | null,
    caller: Caller,
  ): Promise<ExecutionRecord> {
    const plan = executablePlan(await this.plans.get(planId));
    const subject = actorOf(caller, 'initiated_by', initiatedBy);
    const pinned = pinnedPlan(plan);
    const obstacles = reprotectObstacles(pinned);
    if (obstacles.length > 0) throw new ReprotectNotPossibleError(planId, obstacles);
    const executionId = newPublicId('exec');
    const { priority } = plan.document;
    await this.procedures.createExecution({
      executionId,
      procedureId: REPROTECT,
      executionType: 'manual',
      parameters: { reason },
      executionOptions: {},
      operation: REPROTECT,
      plan,
      runbook: compileReprotect(pinned),
      priority,
      initiatedBy: await this.actors.record(caller, subject),
    });
    this.bell.ring({ executionId, kind: 'procedure', priority, epoch: 0 });
    return this.executions.get(executionId);
  }

  /**
   * A planned failover home, with all that such a one checks; only when every database there is a standby in step.
   * @throws PlanNotFoundError, PlanArchivedError, FailbackNotReadyError, ActorMismatchError, FailoverInProgressError
   */
  async failback(
    planId: string,
    command: Omit<FailoverCommand, 'failoverType' | 'components' | 'outageStartedAt'>,
    caller: Caller,
  ): Promise<InitiatedFailover> {
    const reasons = failbackObstacles(await this.of(planId));
    if (reasons.length > 0) throw new FailbackNotReadyError(planId, reasons);
    return this.failovers.initiate(
      planId,
      { ...command, failoverType: 'planned', components: null, outageStartedAt: null },
      caller,
    );
  }
}

/** Readiness in reverse, as far as it is known without asking the servers; the planned failover's checks ask them. */
function failbackObstacles({ plan, protection }: PlanProtectionRecord): readonly string[] {
  if (protection.activeSite === HOME) return [`the plan runs at its ${HOME} site already`];
  const replicated = plan.mode === 'live' ? replicatedComponents(plan.document) : [];
  const unready = replicated.flatMap(({ component_id }) => {
    const known = protection.components.find(({ componentId }) => componentId === component_id);
    if (known?.state === 'protected') return [];
    return [
      `${component_id} at the ${HOME} site is ${known?.state ?? 'unknown'}: ${known?.detail ?? 'nobody has looked'}`,
    ];
  });
  return protection.reprotecting === null
    ? unready
    : [...unready, `${protection.reprotecting} is still reprotecting the plan`];
}
