import type { FailoverType } from '#domain/runbook/runbook.js';
import { OneOf, Optional, Text } from '../validation/validation.js';

export const FAILOVER_TYPES = ['planned', 'unplanned'] as const;

export class RunbookQueryDto {
  @Optional()
  @OneOf(FAILOVER_TYPES)
  failover_type?: FailoverType;

  /** Ids with commas between them; all of the plan's when it is not said. */
  @Optional()
  @Text({ max: 5_000 })
  components?: string;
}

export function chosenInQuery({ components }: RunbookQueryDto): readonly string[] | null {
  return components === undefined ? null : components.split(',').map((id) => id.trim());
}
