import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { AnalyticsRepository } from '#persistence/analytics/analytics-repository.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from './repeater.js';

/** Changes that are moved in one transaction. */
const BATCH = 20_000;

/** Moves changes into the roll-ups of the analytics, so that what readers have to add to them stays small. */
@Injectable()
export class RollUpFolder implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeater: Repeater;
  private stopped = false;

  constructor(
    private readonly analytics: AnalyticsRepository,
    rightOfWay: RightOfWay,
    @Inject(CONFIG) { worker }: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => this.foldAll()),
      worker.sweepIntervalMs,
      (error) => logger.warn({ err: error }, 'roll-ups could not be brought up to date; the next turn does it'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.repeater.stop();
  }

  private async foldAll(): Promise<void> {
    while (!this.stopped && (await this.analytics.fold(BATCH)) === BATCH);
  }
}
