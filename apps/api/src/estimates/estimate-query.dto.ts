import type { FailoverType } from '#domain/runbook/runbook.js';
import { FAILOVER_TYPES } from '../failover/runbook-query.dto.js';
import { OneOf, Optional } from '../validation/validation.js';

export class EstimateQueryDto {
  @Optional()
  @OneOf(FAILOVER_TYPES)
  type?: FailoverType;
}
