import { maskedRecipient } from '#domain/notification/recipient.js';
import type { DeliveryRecord } from '#persistence/repositories/notification-delivery-repository.js';
import { instant, instantOrNull } from '../instant.js';
import { writeCursor } from './cursor.js';

export function notificationView(delivery: DeliveryRecord) {
  return {
    notification_id: delivery.id,
    event: delivery.eventType,
    plan_id: delivery.planId,
    execution_id: delivery.executionId,
    channel: delivery.channel,
    recipient: maskedRecipient(delivery.recipient),
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: instantOrNull(delivery.nextAttemptAt),
    last_error: delivery.lastError,
    created_at: instant(delivery.createdAt),
    delivered_at: instantOrNull(delivery.deliveredAt),
  };
}

/** @param found one more than `limit` when there is a further page. */
export function notificationPageView(found: readonly DeliveryRecord[], limit: number) {
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    notifications: page.map(notificationView),
    next_cursor: last ? writeCursor({ createdAt: last.createdAtExact, id: last.id }) : null,
  };
}
