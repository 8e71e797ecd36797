import { PRIORITIES } from '#domain/plan/plan-document.js';
import type { PlanFilter, PlanPageRequest } from '#persistence/repositories/plan-list-repository.js';
import { PLAN_SORT_KEYS, type PlanSort, type PlanSortKey } from '#persistence/repositories/plan-order.js';
import { OneOf, Optional, Text } from '../validation/validation.js';
import { readCursor } from './cursor.js';
import { limitOf, PageQueryDto } from './page-query.js';

const STATUSES = ['active', 'archived', 'all'] as const;
const SORTS = PLAN_SORT_KEYS.flatMap((key) => [key, `-${key}`]);
const NEWEST_FIRST = '-created_at';

export class PlanListQueryDto extends PageQueryDto {
  /** Plans in use when it is not said. */
  @Optional()
  @OneOf(STATUSES)
  status?: (typeof STATUSES)[number];

  @Optional()
  @OneOf(PRIORITIES)
  priority?: string;

  @Optional()
  @Text()
  scope?: string;

  @Optional()
  @Text()
  recovery_tier?: string;

  @Optional()
  @OneOf(['live', 'simulation'])
  execution_mode?: string;

  /** Text in the name. */
  @Optional()
  @Text()
  q?: string;

  @Optional()
  @OneOf(SORTS)
  sort?: string;

  /** Counting takes longer the more plans there are, so it is done when it is asked for. */
  @Optional()
  @OneOf(['true', 'false'])
  include_total?: string;
}

export function planFilter(query: PlanListQueryDto): PlanFilter {
  const status = query.status ?? 'active';
  return {
    status: status === 'all' ? undefined : status,
    priority: query.priority,
    scope: query.scope,
    recoveryTier: query.recovery_tier,
    executionMode: query.execution_mode,
    text: query.q,
  };
}

/** @throws InvalidCursorError */
export function planPageRequest(query: PlanListQueryDto): PlanPageRequest {
  const [key, id] = query.cursor === undefined ? [] : readCursor(query.cursor, listName(query), 2);
  return {
    filter: planFilter(query),
    sort: planSort(query),
    after: key === undefined || id === undefined ? null : { key, id },
    limit: limitOf(query),
  };
}

function planSort({ sort = NEWEST_FIRST }: PlanListQueryDto): PlanSort {
  const descending = sort.startsWith('-');
  return { by: (descending ? sort.slice(1) : sort) as PlanSortKey, descending };
}

/** A position means something only in the order in which it was reached. */
export function listName({ sort = NEWEST_FIRST }: PlanListQueryDto): string {
  return `plans ${sort}`;
}
