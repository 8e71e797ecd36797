import { ExecutionOptionsDto, FailoverOptionsDto } from '../failover/initiate-failover.dto.js';
import { Nested, Optional, Text } from '../validation/validation.js';

export class ReprotectDto {
  @Optional()
  @Text({ max: 2000 })
  reason?: string | null;

  @Optional()
  @Text()
  initiated_by?: string | null;
}

export class FailbackDto {
  @Text({ max: 2000 })
  reason: string;

  @Optional()
  @Nested(() => FailoverOptionsDto)
  failover_options?: FailoverOptionsDto | null;

  @Optional()
  @Nested(() => ExecutionOptionsDto)
  execution_options?: ExecutionOptionsDto | null;

  @Optional()
  @Text()
  initiated_by?: string | null;
}
