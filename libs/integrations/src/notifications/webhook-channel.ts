import { Webhook } from 'standardwebhooks';
import { ChannelNotConfiguredError, type Delivery, type NotificationChannel } from './channel.js';
import { postJson } from './post.js';

export interface WebhookOptions {
  /** Base64; null: webhooks are not configured, for unsigned ones could come from anybody. */
  readonly secret: string | null;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
}

/** Signed webhooks as https://www.standardwebhooks.com specifies them. */
export class WebhookChannel implements NotificationChannel {
  private readonly signer: Webhook | null;

  constructor(private readonly options: WebhookOptions) {
    this.signer = options.secret === null ? null : new Webhook(options.secret);
  }

  async send({ id, address, message }: Delivery, signal: AbortSignal): Promise<void> {
    if (this.signer === null) throw new ChannelNotConfiguredError('WEBHOOK_SECRET is not set');
    const { type, timestamp, data, subject, text } = message;
    const body = JSON.stringify({ type, timestamp, data: { ...data, subject, text } });
    const now = new Date();
    await postJson(
      address,
      body,
      {
        'webhook-id': id,
        // Of the attempt, not of the event: receivers refuse what is too old.
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': this.signer.sign(id, now, body),
      },
      { signal, timeoutMs: this.options.timeoutMs },
    );
  }
}
