import type { AlertFilter } from '#persistence/alerts/alert-repository.js';
import { Matching, OneOf, Optional, Text } from '../validation/validation.js';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

function isLimit(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_LIMIT;
}

function isCursor(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 200 && /^alert_[0-9a-z]+$/.test(decode(value));
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

export class AlertsQueryDto {
  @Optional()
  @OneOf(['open', 'resolved', 'all'])
  status?: AlertFilter['status'];

  @Optional()
  @OneOf(['true', 'false'])
  acknowledged?: 'true' | 'false';

  @Optional()
  @OneOf(['critical', 'high', 'medium', 'low'])
  severity?: string;

  @Optional()
  @Text()
  kind?: string;

  @Optional()
  @Text()
  plan_id?: string;

  @Optional()
  @Matching(isLimit, `must be a whole number from 1 to ${MAX_LIMIT}`)
  limit?: string;

  @Optional()
  @Matching(isCursor, 'must be the next_cursor of an earlier answer')
  cursor?: string;
}

export function toAlertFilter(query: AlertsQueryDto): AlertFilter {
  return {
    status: query.status ?? 'open',
    acknowledged: query.acknowledged === undefined ? null : query.acknowledged === 'true',
    severity: query.severity ?? null,
    kind: query.kind ?? null,
    planId: query.plan_id ?? null,
    after: query.cursor === undefined ? null : decode(query.cursor),
    limit: query.limit === undefined ? DEFAULT_LIMIT : Number(query.limit),
  };
}

export function cursorAfter(alertId: string): string {
  return Buffer.from(alertId).toString('base64url');
}
