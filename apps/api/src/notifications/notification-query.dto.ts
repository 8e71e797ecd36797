import { DELIVERY_STATUSES, type DeliveryStatus } from '#persistence/repositories/notification-delivery-repository.js';
import { Matching, OneOf, Optional, Text } from '../validation/validation.js';
import { readCursor } from './cursor.js';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

export class NotificationQueryDto {
  @Optional()
  @OneOf(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @Optional()
  @Text()
  plan_id?: string;

  @Optional()
  @Matching(isLimit, `must be a whole number from 1 to ${MAX_LIMIT}`)
  limit?: string;

  @Optional()
  @Matching(
    (value) => typeof value === 'string' && readCursor(value) !== null,
    'must be the next_cursor of the page before',
  )
  cursor?: string;
}

function isLimit(value: unknown): boolean {
  return typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) && Number(value) <= MAX_LIMIT;
}

export function limitOf({ limit }: NotificationQueryDto): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}
