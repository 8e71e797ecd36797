import type { Channel } from '#domain/notification/recipient.js';
import type { NotificationChannel } from './channel.js';
import { ChatChannel } from './chat-channel.js';
import { SmtpChannel } from './smtp-channel.js';
import { WebhookChannel } from './webhook-channel.js';

export type NotificationChannels = Readonly<Record<Channel, NotificationChannel>>;

export interface ChannelSettings {
  readonly smtpUrl: string | null;
  readonly from: string | null;
  readonly webhookSecret: string | null;
  readonly timeoutMs: number;
}

/** Every channel there is. One that is not configured says so when it is used. */
export function createChannels({ smtpUrl, from, webhookSecret, timeoutMs }: ChannelSettings): NotificationChannels {
  return {
    email: new SmtpChannel({ url: smtpUrl, from, timeoutMs }),
    webhook: new WebhookChannel({ secret: webhookSecret, timeoutMs }),
    chat: new ChatChannel(timeoutMs),
  };
}
