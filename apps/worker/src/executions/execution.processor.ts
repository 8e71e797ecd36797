import { WorkerHost } from '@nestjs/bullmq';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { WaitingError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import type { Priority } from '#domain/plan/plan-document.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import type { Engine, RunResult } from '#engine/engine.js';
import type { Doorbell } from '#queue/doorbell.js';
import type { BellJob } from '#queue/queues.js';

/** Answers a bell: drives the execution as far as it goes. Subclasses name the queue. */
export abstract class ExecutionProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly answering = new Set<Promise<void>>();

  protected constructor(
    private readonly kind: ExecutionKind,
    private readonly engine: Engine,
    private readonly doorbell: Doorbell,
    private readonly concurrency: number,
    private readonly logger: Logger,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.concurrency;
    // Without a listener a lost connection would end the process; BullMQ connects again by itself.
    this.worker.on('error', (error) => this.logger.warn({ err: error, kind: this.kind }, 'queue connection'));
  }

  /**
   * No new bells are taken, then the engine hands over what it drives, others are told, and only then may connections be
   * closed: a bell that is still on its way then is a bell that nobody hears.
   */
  async onModuleDestroy(): Promise<void> {
    await this.worker.pause(true);
    await this.engine.stop();
    await Promise.allSettled(this.answering);
  }

  override async process(job: Job<BellJob>, token?: string): Promise<void> {
    const answer = this.answer(job, token);
    this.answering.add(answer);
    try {
      await answer;
    } finally {
      this.answering.delete(answer);
    }
  }

  protected drive(executionId: string): Promise<RunResult> {
    return this.engine.run(executionId);
  }

  /** @throws WaitingError by which BullMQ knows that the bell is in the queue again. */
  private async answer(job: Job<BellJob>, token: string | undefined): Promise<void> {
    const { executionId } = job.data;
    const { how, epoch } = await this.drive(executionId);
    if (how === 'stopping') {
      // A worker that is paused may still be given the bell it was waiting for, even the one it has rung itself.
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (how !== 'handed_over') return;
    const priority: Priority = 'critical';
    // Another worker should not have to wait for its sweeper.
    await this.doorbell
      .ring({ executionId, kind: this.kind, priority, epoch: epoch! })
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the sweeper will find it'));
  }
}
