import { Processor } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { Engine, type RunResult } from '#engine/engine.js';
import { Doorbell } from '#queue/doorbell.js';
import { BELL_WORKER, QUEUE_OF } from '#queue/queues.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { ExecutionProcessor } from './execution.processor.js';
import { RightOfWay } from './right-of-way.js';

@Processor(QUEUE_OF.failover, BELL_WORKER)
export class FailoversProcessor extends ExecutionProcessor {
  constructor(
    engine: Engine,
    doorbell: Doorbell,
    private readonly rightOfWay: RightOfWay,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    super('failover', engine, doorbell, config.worker.concurrency, logger);
  }

  protected override drive(executionId: string): Promise<RunResult> {
    return this.rightOfWay.give(() => super.drive(executionId));
  }
}
