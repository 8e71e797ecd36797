import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { Priority } from '#domain/plan/plan-document.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { brokenUniqueConstraint } from '../broken-unique-constraint.js';
import { ReprotectInProgressError } from '../errors.js';
import type { AdminUserRecord, PlanRecord, TestLegName } from '../records.js';
import { insertExecution } from './insert-execution.js';

export interface NewProcedureExecution {
  readonly executionId: string;
  readonly procedureId: string;
  readonly executionType: string;
  readonly parameters: JsonObject;
  readonly executionOptions: JsonObject;
  /** What the service does under this name, when it is no procedure of the plan; one at a time in a plan. */
  readonly operation?: 'reprotect';
  /** The live switchover test that has started it. */
  readonly test?: TestLegName;
  readonly plan: PlanRecord;
  readonly runbook: Runbook;
  readonly priority: Priority;
  readonly initiatedBy: AdminUserRecord;
}

/** A plan that has the procedure in its newest version. */
export interface ProcedureHome {
  readonly planId: string;
  readonly planName: string;
}

const HOMES = /* sql */ `
  SELECT plan.plan_id, plan.plan_name
  FROM recovery_procedures AS procedure
  JOIN disaster_recovery_plans AS plan ON plan.id = procedure.plan_id
  WHERE procedure.procedure_id = $1 AND plan.status <> 'archived'
  ORDER BY plan.created_at, plan.plan_id
`;

const INSERT = /* sql */ `
  INSERT INTO procedure_executions (execution_id, procedure_id, execution_type, parameters, execution_options)
  VALUES ($1, $2, $3, $4, $5)
`;

@Injectable()
export class ProcedureRepository {
  constructor(private readonly source: DataSource) {}

  /** The plans in use that have a procedure of that id, the oldest first. */
  async homesOf(procedureId: string): Promise<readonly ProcedureHome[]> {
    const rows = await this.source.query<{ plan_id: string; plan_name: string }[]>(HOMES, [procedureId]);
    return rows.map((row) => ({ planId: row.plan_id, planName: row.plan_name }));
  }

  /**
   * Writes the execution, its steps, the first entry of its journal and what was asked for in one transaction.
   * @throws ReprotectInProgressError when it is one and the plan has another that is not over.
   */
  async createExecution(execution: NewProcedureExecution): Promise<void> {
    await this.source
      .transaction((manager) => insertProcedureExecution(manager, execution))
      .catch((error: unknown) => {
        throw isActiveReprotectConflict(error) ? new ReprotectInProgressError(execution.plan.planId) : error;
      });
  }
}

/**
 * Writes an execution of a procedure, or of an operation of the service, in the caller's transaction.
 * @throws PlanArchivedError, and what `isActiveReprotectConflict` recognises when the plan has one that is not over.
 */
export async function insertProcedureExecution(
  manager: EntityManager,
  execution: NewProcedureExecution,
): Promise<void> {
  const { executionId, procedureId, executionType, parameters, executionOptions, operation, test } = execution;
  const { plan, runbook, priority, initiatedBy } = execution;
  const request: JsonObject = {
    procedure_id: procedureId,
    execution_type: executionType,
    parameters,
    execution_options: executionOptions,
    ...(operation === undefined ? {} : { operation }),
    ...(test === undefined ? {} : { test_id: test.testId, test_leg: test.leg }),
  };
  await insertExecution(manager, { executionId, plan, runbook, request, priority, initiatedBy });
  await manager.query(INSERT, [
    executionId,
    procedureId,
    executionType,
    JSON.stringify(parameters),
    JSON.stringify(executionOptions),
  ]);
}

export function isActiveReprotectConflict(error: unknown): boolean {
  return brokenUniqueConstraint(error) === 'one_active_reprotect_per_plan';
}
