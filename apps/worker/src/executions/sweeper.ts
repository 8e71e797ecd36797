import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import type { Priority } from '#domain/plan/plan-document.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { Engine } from '#engine/engine.js';
import { PostgresLeases, type DueExecution } from '#persistence/journal/postgres-leases.js';
import { Doorbell } from '#queue/doorbell.js';
import { CONFIG, LOGGER } from '../tokens.js';

export const DRIVEN_KINDS = Symbol('DRIVEN_KINDS');

/** How many executions one sweep rings for; the next sweep takes the next ones. */
const BATCH = 100;

/**
 * Finds every execution that should be driven and that nobody drives: its worker has died, or its bell was lost. This
 * is what makes the queue a mere doorbell: it may lose everything at any time.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: PostgresLeases,
    private readonly doorbell: Doorbell,
    private readonly engine: Engine,
    @Inject(DRIVEN_KINDS) private readonly kinds: readonly ExecutionKind[],
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.kinds.length > 0) this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private schedule(): void {
    this.sweeping = this.sweep()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'sweep failed; the next one comes'))
      .then(() => {
        if (this.stopped.signal.aborted) return;
        this.timer = setTimeout(() => this.schedule(), this.config.worker.sweepIntervalMs);
      });
  }

  private async sweep(): Promise<void> {
    const due = await this.leases.due(this.kinds, BATCH);
    await Promise.all(due.map((execution) => this.ring(execution)));
  }

  private async ring(execution: DueExecution): Promise<void> {
    try {
      await this.doorbell.ring({ ...execution, priority: execution.priority as Priority });
    } catch (error) {
      // The queue only spreads the work. Without it this worker does the work itself.
      this.logger.warn({ err: error, execution_id: execution.executionId }, 'the queue is silent; driving without it');
      void this.engine
        .run(execution.executionId)
        .catch((fault: unknown) => this.logger.error({ err: fault }, 'driving without the queue failed'));
    }
  }
}
