import type { ExecutionKind } from '#domain/runbook/runbook.js';
import type { FeedFilter } from '#persistence/journal/journal-feed.js';
import { KINDS } from '#queue/queues.js';
import { OneOf, Optional, Text } from '../validation/validation.js';

export class EventsQueryDto {
  @Optional()
  @Text()
  plan_id?: string;

  @Optional()
  @OneOf(KINDS)
  kind?: ExecutionKind;
}

export function toFeedFilter({ plan_id, kind }: EventsQueryDto): FeedFilter {
  return { planId: plan_id ?? null, kind: kind ?? null };
}
