import type { FailoverType } from '#domain/runbook/runbook.js';
import { OneOf, Optional } from '../validation/validation.js';

export const FAILOVER_TYPES = ['planned', 'unplanned'] as const;

export class RunbookQueryDto {
  @Optional()
  @OneOf(FAILOVER_TYPES)
  failover_type?: FailoverType;
}
