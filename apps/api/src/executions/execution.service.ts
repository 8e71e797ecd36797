import { Injectable } from '@nestjs/common';
import type { ExecutionRecord, StepRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { InterventionRepository, type Intervention } from '#persistence/repositories/intervention-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { Bell } from '../bell/bell.js';

export interface ExecutionDetails {
  readonly execution: ExecutionRecord;
  readonly steps: readonly StepRecord[];
}

@Injectable()
export class ExecutionService {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly interventions: InterventionRepository,
    private readonly plans: PlanRepository,
    private readonly bell: Bell,
  ) {}

  /** @throws ExecutionNotFoundError */
  async get(executionId: string): Promise<ExecutionDetails> {
    const execution = await this.executions.get(executionId);
    return { execution, steps: await this.executions.steps(executionId) };
  }

  /**
   * Writes down what a person asks for and wakes a worker, which acts on it.
   * @throws ExecutionNotFoundError, UnknownStepError, StateConflictError, PastPointOfNoReturnError
   */
  async intervene(executionId: string, intervention: Intervention): Promise<ExecutionDetails> {
    await this.interventions.request(executionId, intervention);
    const details = await this.get(executionId);
    const { kind, planId } = details.execution;
    const { epoch } = await this.plans.authority(planId);
    // A person waits for it.
    this.bell.ring({ executionId, kind, priority: 'critical', epoch });
    return details;
  }
}
