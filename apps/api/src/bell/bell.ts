import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Doorbell, type Ring } from '#queue/doorbell.js';
import { LOGGER } from '../logging/logger.js';

/** Rings for the workers without waiting for them: what is to be done is already in the database. */
@Injectable()
export class Bell {
  constructor(
    private readonly doorbell: Doorbell,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A queue that does not answer only delays: the sweeper finds every execution that nobody drives. */
  ring(ring: Ring): void {
    this.doorbell.ring(ring).catch((error: unknown) => {
      this.logger.warn({ err: error, execution_id: ring.executionId }, 'the doorbell was not heard');
    });
  }
}
