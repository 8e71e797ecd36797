import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import {
  JournalFeed,
  type FeedFilter,
  type JournalPosition,
  type OrderedEntry,
} from '#persistence/journal/journal-feed.js';
import { LOGGER } from '../logging/logger.js';
import { InvalidLastEventIdError } from './errors.js';
import { entryFrame, openingFrame } from './event-frame.js';
import { writePosition } from './event-id.js';
import { JournalListener } from './journal-listener.js';
import { OpenStreams } from './open-streams.js';
import { Poller } from './poller.js';
import type { SseConnection } from './sse-connection.js';
import { StateCache } from './state-cache.js';

/** Entries that are read at once. */
const PAGE = 500;

const EVERYTHING: FeedFilter = { planId: null, kind: null };

/** Streams of all executions. One reader reads what is new, for everybody. */
@Injectable()
export class JournalStreams implements OnModuleDestroy {
  private readonly listeners = new Set<JournalListener>();
  /** Clients that read what was before they came. */
  private joining = 0;
  private readonly states: StateCache;
  private readonly poller: Poller;
  /** Up to where every listener has been told everything; of no meaning while there is none. */
  private told: JournalPosition = { order: '0', executionId: '', seq: 0 };
  /** Looks at the journal come one after the other. */
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly feed: JournalFeed,
    private readonly streams: OpenStreams,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.states = new StateCache(feed);
    this.poller = new Poller(
      () => this.look(),
      () => this.listeners.size > 0,
      (error) => logger.warn({ err: error }, 'the journal could not be read; the next look does it'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.poller.stop();
  }

  /**
   * Streams what all executions do.
   * @param from null: from now on
   * @throws InvalidLastEventIdError, TooManyStreamsError, StreamsClosedError
   */
  async stream(from: JournalPosition | null, filter: FeedFilter, response: ServerResponse): Promise<void> {
    const head = await this.feed.head();
    if (from !== null && BigInt(from.order) > BigInt(head.order)) {
      throw new InvalidLastEventIdError('the journal does not reach that far');
    }
    if (response.closed) return;
    const connection = this.streams.open(response);
    const listener = new JournalListener(connection, filter);
    response.once('close', () => this.listeners.delete(listener));
    const start = from ?? head;
    connection.begin(openingFrame(writePosition(start)));
    try {
      await this.join(connection, listener, start, filter);
    } catch (error) {
      // The answer has begun: all that is left is to let the client connect again.
      this.logger.warn({ err: error }, 'a stream of all executions was cut');
      connection.cut();
    }
  }

  private async join(
    connection: SseConnection,
    listener: JournalListener,
    start: JournalPosition,
    filter: FeedFilter,
  ): Promise<void> {
    // Most of what was before, without holding back for it what is new meanwhile.
    const states = new StateCache(this.feed);
    const reached = await this.send(connection, states, start, null, filter);
    if (this.listeners.size + this.joining === 0) this.told = reached;
    this.joining++;
    try {
      // What this client has got was settled, so after this look everybody has been told at least as much.
      await this.look();
      if (!connection.open) return;
      // Nothing is awaited between these two: whatever is told later than `upTo` is held.
      const upTo = this.told;
      this.listeners.add(listener);
      await this.send(connection, states, reached, upTo, filter);
      await listener.release();
    } finally {
      this.joining--;
    }
    this.poller.wake();
  }

  /** @returns where it stopped: at the end, or where the client was gone. */
  private async send(
    connection: SseConnection,
    states: StateCache,
    start: JournalPosition,
    upTo: JournalPosition | null,
    filter: FeedFilter,
  ): Promise<JournalPosition> {
    let at = start;
    while (connection.open) {
      const page = await this.feed.settledAfter(at, upTo, filter, PAGE);
      for (const { frame } of await framesOf(page, states)) {
        await connection.room();
        connection.push(frame);
      }
      at = positionAfter(page, at);
      if (page.length < PAGE) break;
    }
    return at;
  }

  private look(): Promise<void> {
    const turn = this.looking.then(() => this.tellNews());
    this.looking = turn.catch(() => undefined);
    return turn;
  }

  private async tellNews(): Promise<void> {
    for (;;) {
      const page = await this.feed.settledAfter(this.told, null, EVERYTHING, PAGE);
      const frames = await framesOf(page, this.states);
      // Nothing is awaited between telling and knowing that it was told: nobody can join in between.
      for (const { entry, frame } of frames) for (const listener of this.listeners) listener.tell(entry, frame);
      this.told = positionAfter(page, this.told);
      if (page.length < PAGE) return;
    }
  }
}

async function framesOf(page: readonly OrderedEntry[], states: StateCache) {
  const after = await states.statesAfter(page);
  return page.map((entry, index) => ({
    entry,
    frame: entryFrame(writePosition(entry), entry, after[index]!),
  }));
}

function positionAfter(page: readonly OrderedEntry[], before: JournalPosition): JournalPosition {
  const last = page.at(-1);
  return last ? { order: last.order, executionId: last.executionId, seq: last.seq } : before;
}
