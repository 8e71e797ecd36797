import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { AlertSweep } from '#persistence/alerts/alert-sweep.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from './repeater.js';

/** Raises and resolves alerts. Every worker tries; the database lets one of them. */
@Injectable()
export class AlertSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeater: Repeater;

  constructor(
    sweep: AlertSweep,
    rightOfWay: RightOfWay,
    @Inject(CONFIG) { worker }: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => sweep.run(worker.canaryIntervalMs)),
      worker.sweepIntervalMs,
      (error) => logger.warn({ err: error }, 'alerts could not be looked at; the next look comes'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
  }
}
