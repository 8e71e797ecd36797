import { Injectable } from '@nestjs/common';
import type { Intervention } from '#domain/execution/interventions.js';
import type { Role } from '#domain/access/roles.js';
import type { ExecutionRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { InterventionRepository } from '#persistence/repositories/intervention-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { SituationRepository, type Standing } from '#persistence/repositories/situation-repository.js';
import { Bell } from '../bell/bell.js';

export interface ExecutionDetails extends Standing {
  readonly execution: ExecutionRecord;
}

@Injectable()
export class ExecutionService {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly interventions: InterventionRepository,
    private readonly situations: SituationRepository,
    private readonly plans: PlanRepository,
    private readonly bell: Bell,
  ) {}

  /** @throws ExecutionNotFoundError */
  async get(executionId: string): Promise<ExecutionDetails> {
    const execution = await this.executions.get(executionId);
    return { execution, ...(await this.situations.get(executionId, execution.runbook)) };
  }

  /**
   * Writes down what a person asks for and wakes a worker, which acts on it.
   * @throws ExecutionNotFoundError, UnknownStepError, StateConflictError, PastPointOfNoReturnError, NotAnApproverError,
   *   AlreadyApprovedError
   */
  async intervene(executionId: string, intervention: Intervention, roles: readonly Role[]): Promise<ExecutionDetails> {
    await this.interventions.request(executionId, intervention, roles);
    const details = await this.get(executionId);
    const { kind, planId } = details.execution;
    const { epoch } = await this.plans.authority(planId);
    // A person waits for it.
    this.bell.ring({ executionId, kind, priority: 'critical', epoch });
    return details;
  }
}
