import { Injectable } from '@nestjs/common';
import { compileProcedure } from '#domain/runbook/compile-procedure.js';
import { parameterFaults } from '#domain/runbook/procedure-parameters.js';
import { newPublicId } from '#persistence/public-id.js';
import type { ExecutionRecord, PlanRecord } from '#persistence/records.js';
import { ExecutionRepository } from '#persistence/repositories/execution-repository.js';
import { PlanRepository } from '#persistence/repositories/plan-repository.js';
import { ProcedureRepository, type NewProcedureExecution } from '#persistence/repositories/procedure-repository.js';
import { actorOf } from '#security/actor.js';
import type { Caller } from '#security/identity.js';
import { Actors } from '../actors/actors.js';
import { Bell } from '../bell/bell.js';
import { pinnedPlan } from '#persistence/pinned-plan.js';
import { ValidationFailedError } from '../validation/errors.js';
import { AmbiguousProcedureError, InvalidProcedureRequestError, ProcedureNotFoundError } from './errors.js';
import { FilledInputs } from './filled-inputs.js';
import { completeProcedureOptions, procedureRequest, type ProcedureCommand } from './procedure-command.js';

export interface StartedProcedure {
  readonly execution: ExecutionRecord;
  readonly procedure: NewProcedureExecution;
}

@Injectable()
export class ProcedureService {
  constructor(
    private readonly procedures: ProcedureRepository,
    private readonly plans: PlanRepository,
    private readonly executions: ExecutionRepository,
    private readonly inputs: FilledInputs,
    private readonly actors: Actors,
    private readonly bell: Bell,
  ) {}

  /**
   * @throws ProcedureNotFoundError, PlanNotFoundError, AmbiguousProcedureError, InvalidProcedureRequestError,
   * ValidationFailedError, UnfilledPlaceholdersError, ActorMismatchError
   */
  async execute(procedureId: string, command: ProcedureCommand, caller: Caller): Promise<StartedProcedure> {
    const subject = actorOf(caller, 'executed_by', command.executedBy);
    const faults = parameterFaults(command.parameters);
    if (faults.length > 0) {
      throw new ValidationFailedError(
        'Procedure request',
        faults.map((fault) => ({ kind: 'invalid', ...fault })),
      );
    }
    const plan = await this.planOf(procedureId, command.planId);
    const options = completeProcedureOptions(plan.document, procedureId, command.executionOptions);
    const runbook = compileProcedure(pinnedPlan(plan), procedureRequest(procedureId, command, options));
    if (runbook.steps.length === 0) {
      throw new InvalidProcedureRequestError('procedure_id', 'Neither it nor what it depends on has a step');
    }
    this.inputs.check(runbook);
    const procedure: NewProcedureExecution = {
      executionId: newPublicId('exec'),
      procedureId,
      executionType: command.executionType,
      parameters: command.parameters,
      executionOptions: { ...options },
      plan,
      runbook,
      priority: options.priority,
      initiatedBy: await this.actors.record(caller, subject),
    };
    await this.procedures.createExecution(procedure);
    const { executionId, priority } = procedure;
    this.bell.ring({ executionId, kind: 'procedure', priority, epoch: 0 });
    return { execution: await this.executions.get(executionId), procedure };
  }

  /** Whether any plan in use has it. */
  async exists(procedureId: string): Promise<boolean> {
    return (await this.procedures.homesOf(procedureId)).length > 0;
  }

  private async planOf(procedureId: string, planId: string | null): Promise<PlanRecord> {
    const homes = await this.procedures.homesOf(procedureId);
    if (planId === null && homes.length > 1) throw new AmbiguousProcedureError(procedureId, homes);
    const chosen = planId ?? homes[0]?.planId;
    if (chosen === undefined) throw new ProcedureNotFoundError(procedureId);
    const plan = await this.plans.get(chosen);
    const isThere =
      homes.some((home) => home.planId === chosen) &&
      // The plan may have changed since its homes were looked up; what is executed is what is pinned.
      plan.document.recovery_procedures.some((procedure) => procedure.procedure_id === procedureId);
    if (!isThere) throw new ProcedureNotFoundError(procedureId, planId);
    return plan;
  }
}
