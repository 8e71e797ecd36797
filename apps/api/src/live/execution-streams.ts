import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { JournalFeed } from '#persistence/journal/journal-feed.js';
import { LOGGER } from '../logging/logger.js';
import { InvalidLastEventIdError } from './errors.js';
import { openingFrame } from './event-frame.js';
import { FollowedExecution } from './followed-execution.js';
import { OpenStreams } from './open-streams.js';
import { Poller } from './poller.js';

interface Followed {
  readonly execution: Promise<FollowedExecution>;
  /** How many streams need it. */
  users: number;
}

/** Streams of single executions. However many listen to however many executions, one query looks for all of them. */
@Injectable()
export class ExecutionStreams implements OnModuleDestroy {
  private readonly followed = new Map<string, Followed>();
  /** Those of `followed` that are read and not over. */
  private readonly live = new Map<string, FollowedExecution>();
  private readonly poller: Poller;

  constructor(
    private readonly feed: JournalFeed,
    private readonly streams: OpenStreams,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.poller = new Poller(
      () => this.look(),
      () => this.live.size > 0,
      (error) => logger.warn({ err: error }, 'the journals that are followed could not be read; the next look does it'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.poller.stop();
  }

  /**
   * Streams what an execution has done and does, until it is over.
   * @param afterSeq what the client has already
   * @returns false, with nothing sent, when it is over and the client has everything.
   * @throws ExecutionNotFoundError, InvalidLastEventIdError, TooManyStreamsError, StreamsClosedError
   */
  async stream(executionId: string, afterSeq: number, response: ServerResponse): Promise<boolean> {
    const execution = await this.follow(executionId);
    let isServed = false;
    try {
      // Gone before it was served: its end would not be told any more.
      if (response.closed) return true;
      if (afterSeq > execution.seq) throw new InvalidLastEventIdError('the journal does not reach that far');
      if (execution.isOver && afterSeq === execution.seq) return false;
      const connection = this.streams.open(response);
      response.once('close', () => {
        execution.leave(connection);
        this.unfollow(executionId);
      });
      isServed = true;
      connection.begin(openingFrame(String(afterSeq)));
      await execution.serve(connection, afterSeq);
      return true;
    } finally {
      if (!isServed) this.unfollow(executionId);
    }
  }

  private async follow(executionId: string): Promise<FollowedExecution> {
    const known = this.followed.get(executionId);
    const followed = known ?? { execution: this.read(executionId), users: 0 };
    followed.users++;
    this.followed.set(executionId, followed);
    try {
      return await followed.execution;
    } catch (error) {
      this.unfollow(executionId);
      throw error;
    }
  }

  private unfollow(executionId: string): void {
    const followed = this.followed.get(executionId)!;
    if (--followed.users > 0) return;
    this.followed.delete(executionId);
    this.live.delete(executionId);
  }

  private async read(executionId: string): Promise<FollowedExecution> {
    await this.feed.requireExecution(executionId);
    const weights = await this.feed.weights([executionId]);
    const execution = new FollowedExecution(executionId, weights.get(executionId) ?? {});
    for (const entry of await this.feed.grown([{ executionId, seq: 0 }])) execution.take(entry);
    if (!execution.isOver) {
      this.live.set(executionId, execution);
      this.poller.wake();
    }
    return execution;
  }

  private async look(): Promise<void> {
    const followed = [...this.live.values()].map(({ executionId, seq }) => ({ executionId, seq }));
    for (const entry of await this.feed.grown(followed)) this.live.get(entry.executionId)?.take(entry);
    for (const execution of this.live.values()) {
      if (!execution.isOver) continue;
      this.live.delete(execution.executionId);
      execution.closeIfOver();
    }
  }
}
