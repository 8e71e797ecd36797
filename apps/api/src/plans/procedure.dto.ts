import type { JsonObject } from '#domain/json.js';
import {
  AUTOMATION_LEVELS,
  FAILURE_POLICIES,
  type AutomationLevel,
  type FailurePolicy,
} from '#domain/plan/plan-document.js';
import {
  Flag,
  FreeText,
  Identifier,
  JsonDocument,
  Nested,
  NestedList,
  OneOf,
  Optional,
  ReadsWhole,
  Seconds,
  Text,
  TextList,
  WHOLE,
  WholeNumber,
} from '../validation/validation.js';
import { ApprovalDto } from './approval.dto.js';
import { MAX_ITEMS, MAX_MINUTES, MAX_SECONDS } from './limits.js';

/** A step that is a plain text: a task for a person. */
@ReadsWhole()
export class TextStepDto {
  @Text({ max: 2000, what: 'an object or a text' })
  [WHOLE]: string;
}

export class ActionStepDto {
  @Text()
  name: string;

  @Text()
  action: string;

  @Optional()
  @Seconds(MAX_SECONDS)
  timeout?: number;

  @Optional()
  @WholeNumber(0, 100)
  retries?: number;

  @Optional()
  @OneOf(FAILURE_POLICIES)
  on_failure?: FailurePolicy;

  @Optional()
  @JsonDocument()
  with?: JsonObject;

  @Optional()
  @JsonDocument()
  probe?: JsonObject;

  @Optional()
  @JsonDocument()
  undo?: JsonObject;

  @Optional()
  @Flag()
  idempotent?: boolean;
}

export type StepDto = TextStepDto | ActionStepDto;

function stepClass(raw: unknown) {
  return typeof raw === 'object' ? ActionStepDto : TextStepDto;
}

export class ProcedureDto {
  @Identifier()
  procedure_id: string;

  @Text()
  name: string;

  @Optional()
  @FreeText(10_000)
  description?: string;

  @NestedList(MAX_ITEMS, stepClass)
  steps: StepDto[];

  @WholeNumber(0, MAX_MINUTES)
  estimated_duration: number;

  @Optional()
  @TextList(MAX_ITEMS)
  dependencies?: string[];

  @OneOf(AUTOMATION_LEVELS)
  automation_level: AutomationLevel;

  @Optional()
  @Nested(() => ApprovalDto)
  approval?: ApprovalDto;
}
