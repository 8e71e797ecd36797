import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { TriggerEvaluator, type EvaluatedTrigger } from '#persistence/triggers/trigger-evaluator.js';
import type { TriggerRequest } from '#persistence/triggers/trigger-request.js';
import { Doorbell } from '#queue/doorbell.js';
import { LOGGER } from '../tokens.js';

/** Has triggers decided, and rings for what they have started. */
@Injectable()
export class TriggerDecisions implements OnModuleDestroy {
  /** By plan and trigger: while one is decided, the same again says nothing new. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly evaluator: TriggerEvaluator,
    private readonly doorbell: Doorbell,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  /** Without waiting: the next probes must not come later because a database is slow. */
  decide(request: TriggerRequest): void {
    const key = JSON.stringify([
      request.planRowId,
      request.trigger,
      request.source === 'monitor' ? request.site : null,
    ]);
    if (this.underWay.has(key)) return;
    const deciding = this.evaluate(request)
      .catch((error: unknown) =>
        this.logger.error({ err: error, trigger: request.trigger }, 'a trigger was not decided'),
      )
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, deciding);
  }

  private async evaluate(request: TriggerRequest): Promise<void> {
    const evaluated = await this.evaluator.evaluate(request);
    if (evaluated?.started) await this.ring(evaluated, evaluated.started.failoverId);
  }

  /** A queue that does not answer only delays: the sweeper finds every execution that nobody drives. */
  private async ring({ started, decisionId }: EvaluatedTrigger, executionId: string): Promise<void> {
    this.logger.warn({ execution_id: executionId, decision_id: decisionId }, 'an automatic failover was started');
    try {
      await this.doorbell.ring({ executionId, kind: 'failover', priority: started!.priority, epoch: 0 });
    } catch (error) {
      this.logger.warn({ err: error, execution_id: executionId }, 'the doorbell was not heard');
    }
  }
}
