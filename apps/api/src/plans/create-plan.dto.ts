import { PRIORITIES, type Priority } from '#domain/plan/plan-document.js';
import {
  Flag,
  FreeText,
  Instant,
  Nested,
  NestedList,
  OneOf,
  Optional,
  Recipients,
  Text,
  WholeNumber,
} from '../validation/validation.js';
import { ComponentDto } from './component.dto.js';
import { FailoverConfigurationDto } from './failover-configuration.dto.js';
import { MAX_ITEMS, MAX_MINUTES } from './limits.js';
import { ProcedureDto } from './procedure.dto.js';

export class TestingScheduleDto {
  @Text()
  frequency: string;

  @Optional()
  @Instant()
  next_test?: string | null;

  @Optional()
  @WholeNumber(1, MAX_MINUTES)
  test_duration?: number;

  @Optional()
  @Text()
  test_scope?: string;

  @Optional()
  @Recipients()
  notifications?: string[];

  @Optional()
  @Text()
  timezone?: string;
}

export class NotificationPreferencesDto {
  @Optional()
  @Flag()
  on_failover?: boolean;

  @Optional()
  @Flag()
  on_recovery?: boolean;

  @Optional()
  @Flag()
  on_test?: boolean;

  @Optional()
  @Recipients()
  recipients?: string[];
}

/** SPEC.md's document, with the optional additions of plan-document.ts. */
export class CreatePlanDto {
  @Text()
  plan_name: string;

  @Optional()
  @FreeText(10_000)
  description?: string | null;

  @Text()
  scope: string;

  @OneOf(PRIORITIES)
  priority: Priority;

  @WholeNumber(1, MAX_MINUTES)
  rto: number;

  @WholeNumber(0, MAX_MINUTES)
  rpo: number;

  @Text()
  recovery_tier: string;

  @NestedList(MAX_ITEMS, () => ComponentDto)
  components: ComponentDto[];

  @Nested(() => FailoverConfigurationDto)
  failover_configuration: FailoverConfigurationDto;

  @Optional()
  @NestedList(MAX_ITEMS, () => ProcedureDto)
  recovery_procedures?: ProcedureDto[] | null;

  @Optional()
  @Nested(() => TestingScheduleDto)
  testing_schedule?: TestingScheduleDto | null;

  @Optional()
  @Nested(() => NotificationPreferencesDto)
  notifications?: NotificationPreferencesDto | null;

  @Optional()
  @Text()
  created_by?: string;
}
