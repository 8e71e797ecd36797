import type { Tag } from '../model.js';
import { ref, text } from '../schema.js';

export const NOTIFICATIONS: Tag = {
  name: 'notifications',
  description: 'Who was told of what, and what did not arrive.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/notifications',
      id: 'listNotifications',
      summary: 'List notifications',
      permission: 'execution.read',
      query: { status: ref('DeliveryStatus'), plan_id: text(), limit: ref('Limit'), cursor: ref('Cursor') },
      answers: { 200: { description: 'A page of notifications, newest first.', schema: ref('NotificationPage') } },
      errors: ['validation_failed'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/notifications/{notification_id}/redeliver',
      id: 'redeliverNotification',
      summary: 'Deliver a notification again',
      permission: 'execution.intervene',
      answers: { 202: { description: 'A worker delivers it, under the same id.', schema: ref('Notification') } },
      errors: ['notification_not_found', 'notification_pending'],
    },
  ],
};
