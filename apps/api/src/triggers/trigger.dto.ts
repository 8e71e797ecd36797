import { TRIGGERS, type Trigger } from '#domain/trigger/trigger.js';
import { Flag, Matching, OneOf, Optional, Text } from '../validation/validation.js';

const COMMENT = { max: 2000 };
const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

export class TriggerDto {
  @OneOf(TRIGGERS)
  trigger: Trigger;

  @Text(COMMENT)
  reason: string;
}

export class AutomationDto {
  @Flag()
  enabled: boolean;

  @Text(COMMENT)
  comment: string;
}

export class DecisionsQueryDto {
  @Optional()
  @OneOf(['started', 'blocked', 'ignored'])
  decision?: string;

  @Optional()
  @Matching(
    (value) => typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) && Number(value) <= MAX_LIMIT,
    `must be a whole number from 1 to ${MAX_LIMIT}`,
  )
  limit?: string;

  @Optional()
  @Matching(
    (value) => typeof value === 'string' && value.length <= 200 && /^decision_[0-9a-z]+$/.test(decode(value)),
    'must be the next_cursor of an earlier answer',
  )
  cursor?: string;
}

export function limitOf({ limit }: DecisionsQueryDto): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}

export function decisionAfter({ cursor }: DecisionsQueryDto): string | null {
  return cursor === undefined ? null : decode(cursor);
}

export function cursorAfter(decisionId: string): string {
  return Buffer.from(decisionId).toString('base64url');
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}
