import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { retryDelayMs } from '#domain/notification/retry.js';
import { createChannels } from '#integrations/notifications/channels.js';
import {
  NotificationOutboxRepository,
  type ClaimedDelivery,
} from '#persistence/repositories/notification-outbox-repository.js';
import { SecretVault } from '#security/secret-vault.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { addressees } from './addressees.js';
import { attemptDelivery, type AttemptResult, type DeliveryParts } from './delivery.js';

/** Milliseconds between two looks at the outbox while nothing comes. */
const POLL_MS = 500;
/** Events turned into deliveries in one transaction. */
const EVENTS = 100;
/** Deliveries that one worker makes at once; a receiver that hangs takes one of them for the time of an attempt. */
const SLOTS = 20;
/** After this many times an attempt's time its claim is over: its worker is dead. */
const CLAIM_FACTOR = 2;

/**
 * Turns events into deliveries and makes them. Any number of workers do this side by side; a delivery whose worker
 * dies is made again by another, with the same id.
 */
@Injectable()
export class Notifier implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly parts: DeliveryParts;
  private readonly underWay = new Set<Promise<void>>();
  /** No new work is taken up. */
  private readonly stopping = new AbortController();
  /** Attempts under way are cut off. */
  private readonly cutOff = new AbortController();
  private nap = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly outbox: NotificationOutboxRepository,
    vault: SecretVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.parts = {
      channels: createChannels(config.notifications),
      resolve: (reference) => vault.resolve(reference),
      publicUrl: config.notifications.publicUrl,
    };
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  /** What is under way may end within the grace; what is cut off then is made again by another worker. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    this.nap.abort();
    await this.loop;
    const timer = setTimeout(() => this.cutOff.abort(), this.config.shutdownGraceMs);
    await Promise.all(this.underWay);
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.nap = new AbortController();
      try {
        if (await this.work()) continue;
      } catch (error) {
        this.logger.warn({ err: error }, 'notifications could not be looked for; the next look comes');
      }
      if (this.stopping.signal.aborted) return;
      await delay(POLL_MS, undefined, { signal: this.nap.signal }).catch(() => undefined);
    }
  }

  /** @returns whether there may be more to do at once. */
  private async work(): Promise<boolean> {
    const events = await this.outbox.expand(EVENTS, addressees);
    const free = SLOTS - this.underWay.size;
    if (free === 0) return false;
    const claimed = await this.outbox.claim(free, this.config.notifications.timeoutMs * CLAIM_FACTOR);
    for (const delivery of claimed) this.start(delivery);
    return events === EVENTS;
  }

  private start(delivery: ClaimedDelivery): void {
    const attempt = this.deliver(delivery)
      // The claim runs out, and the delivery is made again.
      .catch((error: unknown) => this.logger.warn({ err: error, delivery_id: delivery.id }, 'delivery not recorded'))
      .finally(() => {
        this.underWay.delete(attempt);
        // Its slot is free for what waits.
        if (this.underWay.size === SLOTS - 1) this.nap.abort();
      });
    this.underWay.add(attempt);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const attempt = await attemptDelivery(delivery, this.parts, this.cutOff.signal);
    await this.record(delivery, attempt);
    if (attempt.result === 'delivered') return;
    const { id, recipient: _, event, attempt: count } = delivery;
    const { result, why } = attempt;
    this.logger[result === 'dead' ? 'error' : 'warn'](
      { delivery_id: id, execution_id: event.executionId, attempt: count, result, why },
      'a notification was not delivered',
    );
  }

  private record(delivery: ClaimedDelivery, attempt: AttemptResult): Promise<void> {
    switch (attempt.result) {
      case 'delivered':
        return this.outbox.delivered(delivery);
      case 'try_again': {
        const { retryMs } = this.config.notifications;
        return this.outbox.tryAgain(delivery, attempt.why, retryDelayMs(delivery.attempt, retryMs, Math.random()));
      }
      case 'dead':
      case 'not_configured':
        return this.outbox.giveUp(delivery, attempt.result, attempt.why);
    }
  }
}
