import { DomainError } from '#domain/errors.js';
import type { Message } from '#domain/notification/message.js';

export interface Delivery {
  /** The same for every attempt, so that receivers can tell a repetition from news. */
  readonly id: string;
  readonly executionId: string;
  /** An e-mail address, or a URL with every secret filled in. */
  readonly address: string;
  readonly message: Message;
}

/** A way to people. Returns when the other side has taken the message over; throws otherwise. */
export interface NotificationChannel {
  /** @throws ChannelNotConfiguredError, DeliveryRefusedError, or anything that another attempt may mend. */
  send(delivery: Delivery, signal: AbortSignal): Promise<void>;
}

/** This installation lacks what the channel needs. */
export class ChannelNotConfiguredError extends DomainError {
  constructor(message: string) {
    super('channel_not_configured', message);
  }
}

/** The other side does not want this message, and will not want it later. */
export class DeliveryRefusedError extends DomainError {
  constructor(message: string) {
    super('delivery_refused', message);
  }
}

/** The other side did not take it this time. */
export class DeliveryFailedError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('delivery_failed', message, {}, options);
  }
}
