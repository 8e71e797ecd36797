import { PRIORITIES, type Priority } from '#domain/plan/plan-document.js';
import type { FailoverType } from '#domain/runbook/runbook.js';
import { MAX_ITEMS, MAX_SECONDS } from '../plans/limits.js';
import { Flag, Instant, Nested, OneOf, Optional, Text, TextList, WholeNumber } from '../validation/validation.js';
import { withoutAbsent } from '../without-absent.js';
import type { FailoverCommand } from '#domain/runbook/failover-command.js';

const FAILOVER_TYPES: readonly FailoverType[] = ['planned', 'unplanned'];
const MAX_RETRIES = 20;

export class FailoverOptionsDto {
  @Optional()
  @Flag()
  verify_before_failover?: boolean;

  @Optional()
  @Flag()
  verify_after_failover?: boolean;

  @Optional()
  @Flag()
  notify_stakeholders?: boolean;

  @Optional()
  @Flag()
  update_dns?: boolean;

  @Optional()
  @Flag()
  update_load_balancer?: boolean;
}

export class ExecutionOptionsDto {
  @Optional()
  @OneOf(PRIORITIES)
  priority?: Priority;

  @Optional()
  @WholeNumber(1, MAX_SECONDS)
  timeout?: number;

  @Optional()
  @WholeNumber(0, MAX_RETRIES)
  retry_attempts?: number;

  @Optional()
  @Flag()
  parallel_execution?: boolean;
}

export class OverrideReadinessDto {
  @Text({ max: 2000 })
  comment: string;
}

export class InitiateFailoverDto {
  @OneOf(FAILOVER_TYPES)
  failover_type: FailoverType;

  @Text({ max: 2000 })
  reason: string;

  @Optional()
  @TextList(MAX_ITEMS)
  components?: string[] | null;

  @Optional()
  @Nested(() => FailoverOptionsDto)
  failover_options?: FailoverOptionsDto | null;

  @Optional()
  @Nested(() => ExecutionOptionsDto)
  execution_options?: ExecutionOptionsDto | null;

  /** Addition to SPEC.md: when the outage began, from where its RTO is measured. */
  @Optional()
  @Instant()
  outage_started_at?: string | null;

  /** Addition to SPEC.md: start although the plan is not ready. */
  @Optional()
  @Nested(() => OverrideReadinessDto)
  override_readiness?: OverrideReadinessDto | null;

  @Optional()
  @Text()
  initiated_by?: string | null;
}

export function toFailoverCommand(dto: InitiateFailoverDto): FailoverCommand {
  return {
    failoverType: dto.failover_type,
    reason: dto.reason,
    components: dto.components ?? null,
    failoverOptions: withoutAbsent(dto.failover_options ?? {}),
    executionOptions: withoutAbsent(dto.execution_options ?? {}),
    outageStartedAt: dto.outage_started_at ? new Date(dto.outage_started_at) : null,
    overrideComment: dto.override_readiness?.comment ?? null,
    initiatedBy: dto.initiated_by ?? null,
  };
}
