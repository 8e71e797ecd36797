import type { FeedFilter, OrderedEntry } from '#persistence/journal/journal-feed.js';
import type { SseConnection } from './sse-connection.js';

/** Characters that are held for a client who still reads what was before. */
const MAX_HELD = 4 * 1024 * 1024;

/** One client of the stream of all executions. What is new is held until the client has read what was before. */
export class JournalListener {
  private held: string[] | null = [];
  private heldChars = 0;

  constructor(
    private readonly connection: SseConnection,
    private readonly filter: FeedFilter,
  ) {}

  tell({ planId, kind }: OrderedEntry, frame: string): void {
    if (this.filter.planId !== null && this.filter.planId !== planId) return;
    if (this.filter.kind !== null && this.filter.kind !== kind) return;
    if (this.held === null) {
      this.connection.push(frame);
      return;
    }
    this.held.push(frame);
    this.heldChars += frame.length;
    if (this.heldChars > MAX_HELD) this.connection.cut();
  }

  /** Sends what was held, at the pace at which it is taken; what is told from then on goes straight to the client. */
  async release(): Promise<void> {
    while (this.held !== null && this.held.length > 0) {
      const frames = this.held;
      this.held = [];
      this.heldChars = 0;
      for (const frame of frames) {
        await this.connection.room();
        this.connection.push(frame);
      }
    }
    this.held = null;
  }
}
