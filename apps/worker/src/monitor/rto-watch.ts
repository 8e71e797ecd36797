import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { EstimateRepository } from '#persistence/repositories/estimate-repository.js';
import { outlookOf } from '#persistence/repositories/execution-outlook.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from './repeater.js';

/** Looks whether failovers under way will miss their RTO. Every worker does; what is found first is kept. */
@Injectable()
export class RtoWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeater: Repeater;

  constructor(
    private readonly estimates: EstimateRepository,
    rightOfWay: RightOfWay,
    @Inject(CONFIG) { worker }: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => this.look()),
      worker.sweepIntervalMs,
      (error) => logger.warn({ err: error }, 'it could not be estimated who will be late; the next look does it'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
  }

  private async look(): Promise<void> {
    for (const id of await this.estimates.watched()) {
      const { rto } = outlookOf(await this.estimates.basisOf(id));
      if (rto?.breach) await this.estimates.predictBreach(id, rto.rtoMs, rto.predictedMs);
    }
  }
}
