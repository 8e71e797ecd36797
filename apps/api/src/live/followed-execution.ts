import { isTerminal } from '#domain/execution/transitions.js';
import type { FeedEntry } from '#persistence/journal/journal-feed.js';
import type { StepWeights } from '#engine/ports.js';
import { advance, beforeFirst, type LiveState } from '#persistence/journal/live-state.js';
import { endFrame, entryFrame } from './event-frame.js';
import type { SseConnection } from './sse-connection.js';

/** An execution that somebody follows: its journal as frames, written once for everybody, and who gets them. */
export class FollowedExecution {
  /** The frame of seq n stands at n - 1. */
  private readonly frames: string[] = [];
  private readonly listeners = new Set<SseConnection>();
  private state: LiveState;

  constructor(
    readonly executionId: string,
    private readonly weights: StepWeights,
  ) {
    this.state = beforeFirst(weights);
  }

  get seq(): number {
    return this.state.seq;
  }

  get isOver(): boolean {
    return isTerminal(this.state.status);
  }

  /** Tells everybody of the next entry; one that is known already is passed over. */
  take(entry: FeedEntry): void {
    if (entry.seq <= this.seq) return;
    this.state = advance(this.state, entry.seq, entry.entry, this.weights);
    const frame = entryFrame(String(entry.seq), entry, this.state);
    this.frames.push(frame);
    for (const listener of this.listeners) listener.push(frame);
  }

  /** Ends everybody's stream when the execution is over. */
  closeIfOver(): void {
    if (!this.isOver) return;
    for (const listener of this.listeners) this.sayEnd(listener);
    this.listeners.clear();
  }

  /**
   * Sends everything behind `afterSeq` at the pace at which it is taken, and what comes from then on.
   * @returns when the listener is gone, or has been told everything and is among those who are told the rest.
   */
  async serve(listener: SseConnection, afterSeq: number): Promise<void> {
    for (let next = afterSeq; next < this.frames.length; next++) {
      await listener.room();
      if (!listener.open) return;
      listener.push(this.frames[next]!);
    }
    // Nothing is awaited between the last frame and this: no entry can come in between.
    if (this.isOver) this.sayEnd(listener);
    else if (listener.open) this.listeners.add(listener);
  }

  leave(listener: SseConnection): void {
    this.listeners.delete(listener);
  }

  private sayEnd(listener: SseConnection): void {
    listener.push(endFrame(this.executionId, this.state));
    listener.end();
  }
}
