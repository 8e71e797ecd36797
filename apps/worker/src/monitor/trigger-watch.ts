import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { TriggerEventRepository } from '#persistence/triggers/trigger-event-repository.js';
import { LOGGER } from '../tokens.js';
import { Repeater } from './repeater.js';
import { TriggerDecisions } from './trigger-decisions.js';

/** Milliseconds between two looks at alerts that still fire. */
const LOOK_MS = 1_000;

const PRUNE_EVERY_MS = 60_000;

/** Has alerts from outside decided again for as long as they fire: what forbade a failover may be over by now. */
@Injectable()
export class TriggerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeater: Repeater;
  private prunedAt = -Infinity;

  constructor(
    private readonly events: TriggerEventRepository,
    private readonly decisions: TriggerDecisions,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.repeater = new Repeater(
      () => this.look(),
      LOOK_MS,
      (error) => logger.warn({ err: error }, 'alerts from outside could not be looked at; the next look comes'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
  }

  private async look(): Promise<void> {
    for (const event of await this.events.pending()) this.decisions.decide(event);
    if (performance.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.events.prune();
    this.prunedAt = performance.now();
  }
}
