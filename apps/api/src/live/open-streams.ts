import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { HEARTBEAT_FRAME } from './event-frame.js';
import { StreamsClosedError, TooManyStreamsError } from './errors.js';
import { SseConnection } from './sse-connection.js';

/** How many streams this process serves at most. */
export const MAX_STREAMS = Symbol('MAX_STREAMS');

const HEARTBEAT_MS = 15_000;

/** A stream ends after this time, so that nobody listens for long with a token that is no longer good. */
const MAX_AGE_MS = 15 * 60_000;

/** Every stream of this process: counted, kept alive, and closed when the process stops. */
@Injectable()
export class OpenStreams implements OnModuleDestroy {
  /** When each was opened, by a clock that never jumps. */
  private readonly streams = new Map<SseConnection, number>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(@Inject(MAX_STREAMS) private readonly limit: number) {}

  /** @throws TooManyStreamsError, StreamsClosedError */
  open(response: ServerResponse): SseConnection {
    if (this.stopped) throw new StreamsClosedError();
    if (this.streams.size >= this.limit) throw new TooManyStreamsError(this.limit);
    const connection = new SseConnection(response);
    this.streams.set(connection, performance.now());
    response.once('close', () => this.streams.delete(connection));
    this.timer ??= setInterval(() => this.beat(), HEARTBEAT_MS);
    return connection;
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.timer);
    // Whoever does not take what is there would keep the process from stopping.
    for (const connection of this.streams.keys()) {
      if (connection.isIdle) connection.end();
      else connection.cut();
    }
  }

  private beat(): void {
    for (const [connection, since] of this.streams) {
      // One that was ended a beat ago and is still there does not take its end.
      if (!connection.open || !connection.isMoving()) connection.cut();
      else if (performance.now() - since > MAX_AGE_MS) connection.end();
      else connection.push(HEARTBEAT_FRAME);
    }
  }
}
