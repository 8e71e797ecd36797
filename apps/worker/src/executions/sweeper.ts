import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import type { Priority } from '#domain/plan/plan-document.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { Engine } from '#engine/engine.js';
import { PostgresLeases, type DueExecution } from '#persistence/journal/postgres-leases.js';
import { Doorbell } from '#queue/doorbell.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { RightOfWay } from './right-of-way.js';

export const DRIVEN_KINDS = Symbol('DRIVEN_KINDS');

/** How many executions are rung for at once. */
const BATCH = 100;

/** Workers that were started together must not go on sweeping together: the pause is between 3/4 and 5/4 of its length. */
const JITTER = 1 / 4;

/**
 * Finds every execution that should be driven and that nobody drives: its worker has died, or its bell was lost. This
 * is what makes the queue a mere doorbell: it may lose everything at any time.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  /** How many executions this worker drives because the queue was silent. */
  private driving = 0;

  constructor(
    private readonly leases: PostgresLeases,
    private readonly doorbell: Doorbell,
    private readonly engine: Engine,
    private readonly rightOfWay: RightOfWay,
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
        this.timer = setTimeout(() => this.schedule(), this.pauseMs());
      });
  }

  private pauseMs(): number {
    return this.config.worker.sweepIntervalMs * (1 - JITTER + 2 * JITTER * Math.random());
  }

  /** What was claimed is not claimed again for a while, so this comes to an end. */
  private async sweep(): Promise<void> {
    let due: readonly DueExecution[];
    do {
      due = await this.leases.claimDue(this.kinds, BATCH, this.config.worker.sweepIntervalMs);
      await Promise.all(due.map((execution) => this.ring(execution)));
    } while (due.length === BATCH && !this.stopped.signal.aborted);
  }

  private async ring(execution: DueExecution): Promise<void> {
    try {
      await this.doorbell.ring({ ...execution, priority: execution.priority as Priority });
    } catch (error) {
      // The queue only spreads the work. Without it this worker does as much of the work as it would take from there.
      if (this.driving >= this.config.worker.concurrency) return;
      this.logger.warn({ err: error, execution_id: execution.executionId }, 'the queue is silent; driving without it');
      void this.drive(execution);
    }
  }

  private async drive({ executionId, kind }: DueExecution): Promise<void> {
    this.driving++;
    try {
      const run = () => this.engine.run(executionId);
      await (kind === 'failover' ? this.rightOfWay.give(run) : run());
    } catch (fault) {
      this.logger.error({ err: fault }, 'driving without the queue failed');
    } finally {
      this.driving--;
    }
  }
}
