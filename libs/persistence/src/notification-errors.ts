import { DomainError } from '#domain/errors.js';

export class NotificationNotFoundError extends DomainError {
  constructor(notificationId: string) {
    super('notification_not_found', 'Notification not found', { notification_id: notificationId });
  }
}

/** It is on its way already, or waits for its next attempt. */
export class NotificationPendingError extends DomainError {
  constructor(notificationId: string, attempts: number) {
    super('notification_pending', 'The notification is still being delivered; there is nothing to repeat yet', {
      notification_id: notificationId,
      attempts,
    });
  }
}
