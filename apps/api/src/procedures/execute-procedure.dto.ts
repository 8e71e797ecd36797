import type { JsonObject } from '#domain/json.js';
import { ExecutionOptionsDto } from '../failover/initiate-failover.dto.js';
import { JsonDocument, Nested, OneOf, Optional, Text } from '../validation/validation.js';
import { withoutAbsent } from '../without-absent.js';
import { EXECUTION_TYPES, type ExecutionType, type ProcedureCommand } from './procedure-command.js';

export class ExecuteProcedureDto {
  @OneOf(EXECUTION_TYPES)
  execution_type: ExecutionType;

  @Optional()
  @JsonDocument()
  parameters?: JsonObject | null;

  @Optional()
  @Nested(() => ExecutionOptionsDto)
  execution_options?: ExecutionOptionsDto | null;

  /** Addition to SPEC.md: which plan's procedure, when several plans have one of this id. */
  @Optional()
  @Text()
  plan_id?: string | null;

  @Optional()
  @Text()
  executed_by?: string | null;
}

export function toProcedureCommand(dto: ExecuteProcedureDto): ProcedureCommand {
  return {
    executionType: dto.execution_type,
    parameters: dto.parameters ?? {},
    executionOptions: withoutAbsent(dto.execution_options ?? {}),
    planId: dto.plan_id ?? null,
    executedBy: dto.executed_by ?? null,
  };
}
