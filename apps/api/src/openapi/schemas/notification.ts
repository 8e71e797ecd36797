import type { DeliveryStatus } from '#persistence/repositories/notification-delivery-repository.js';
import { CHANNELS } from '#domain/notification/recipient.js';
import type { Schemas } from '../model.js';
import { answer, nullable, oneOf, page, ref, string, utc, whole } from '../schema.js';

const STATUSES = ['pending', 'delivered', 'dead', 'not_configured'] as const satisfies readonly DeliveryStatus[];

export const NOTIFICATION: Schemas = {
  DeliveryStatus: {
    ...oneOf(STATUSES),
    description: 'dead: given up. not_configured: this installation lacks what the channel needs.',
  },
  Notification: answer({
    notification_id: { type: 'string', format: 'uuid' },
    event: string(),
    plan_id: string(),
    execution_id: string(),
    channel: oneOf(CHANNELS),
    recipient: string('Of a URL only the host.'),
    status: ref('DeliveryStatus'),
    attempts: whole(0),
    next_attempt_at: nullable(utc()),
    last_error: nullable(string()),
    created_at: utc(),
    delivered_at: nullable(utc()),
  }),
  NotificationPage: page('notifications', ref('Notification')),
};
