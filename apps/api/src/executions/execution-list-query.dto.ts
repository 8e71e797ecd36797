import { EXECUTION_STATUSES, type ExecutionStatus } from '#domain/execution/transitions.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { KINDS } from '#queue/queues.js';
import type { ExecutionFilter, ExecutionPosition } from '#persistence/repositories/execution-list-repository.js';
import { Matching, OneOf, Optional, Text } from '../validation/validation.js';
import { readCursor } from './cursor.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Towards clients an execution runs from the moment in which it was accepted. */
const STATUSES = EXECUTION_STATUSES.filter((status) => status !== 'pending');

export class ExecutionListQueryDto {
  @Optional()
  @Text()
  plan_id?: string;

  @Optional()
  @OneOf(KINDS)
  kind?: ExecutionKind;

  @Optional()
  @OneOf(STATUSES)
  status?: ExecutionStatus;

  /** A query holds only texts. */
  @Optional()
  @Matching(isLimit, `must be a whole number from 1 to ${MAX_LIMIT}`)
  limit?: string;

  @Optional()
  @Matching(isCursor, 'must be the next_cursor of an earlier answer')
  cursor?: string;
}

export interface ExecutionListRequest extends ExecutionFilter {
  readonly after: ExecutionPosition | null;
  readonly limit: number;
}

export function toExecutionListRequest(query: ExecutionListQueryDto): ExecutionListRequest {
  return {
    planId: query.plan_id ?? null,
    kind: query.kind ?? null,
    statuses: query.status === undefined ? null : query.status === 'running' ? ['pending', 'running'] : [query.status],
    procedureId: null,
    after: query.cursor === undefined ? null : readCursor(query.cursor),
    limit: query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit),
  };
}

function isLimit(value: unknown): boolean {
  return typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) && Number(value) <= MAX_LIMIT;
}

function isCursor(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 500 && readCursor(value) !== null;
}
