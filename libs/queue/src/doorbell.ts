import type { Queue } from 'bullmq';
import type { Priority } from '#domain/plan/plan-document.js';
import type { ExecutionKind } from '#domain/runbook/runbook.js';
import { BELL_PRIORITY, type BellJob } from './queues.js';

export interface Ring {
  readonly executionId: string;
  readonly kind: ExecutionKind;
  readonly priority: Priority;
  /** Epoch of the execution's newest lease; 0 before the first. */
  readonly epoch: number;
}

/** Milliseconds after which a bell that does not ring is left to the sweeper. */
const PATIENCE_MS = 2_000;

/** The queue did not take the bell. Nothing is lost: the sweeper of a worker finds every execution nobody drives. */
export class DoorbellSilentError extends Error {
  constructor(executionId: string, options?: ErrorOptions) {
    super(`the queue did not take the bell for ${executionId}`, options);
    this.name = 'DoorbellSilentError';
  }
}

/** Tells the workers that an execution has something to do. */
export class Doorbell {
  constructor(private readonly queues: ReadonlyMap<ExecutionKind, Queue<BellJob>>) {}

  /**
   * Harmless to ring twice: the job's id is the execution's with the epoch, so the same state rings once, and a
   * takeover can ring again although the dead holder's job is still there.
   * @throws DoorbellSilentError
   */
  async ring({ executionId, kind, priority, epoch }: Ring): Promise<void> {
    const queue = this.queues.get(kind)!;
    const taken = queue.add(
      kind,
      { executionId },
      {
        jobId: `${executionId}-${epoch}`,
        priority: BELL_PRIORITY[priority],
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      await Promise.race([taken, patience]);
    } catch (cause) {
      taken.catch(() => undefined);
      throw new DoorbellSilentError(executionId, { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
