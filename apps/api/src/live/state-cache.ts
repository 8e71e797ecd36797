import type { FeedEntry, JournalFeed } from '#persistence/journal/journal-feed.js';
import type { StepWeights } from '#engine/ports.js';
import { advance, beforeFirst, type LiveState } from '#persistence/journal/live-state.js';

interface Known {
  readonly weights: StepWeights;
  readonly state: LiveState;
}

/** Executions that are remembered between two looks. */
const REMEMBERED = 10_000;

/** Says how executions stood after each of their entries, and reads again only what it does not remember. */
export class StateCache {
  /** The longest unused first. */
  private readonly known = new Map<string, Known>();

  constructor(private readonly feed: JournalFeed) {}

  /** The state after each entry; those of one execution are without gaps between them. */
  async statesAfter(entries: readonly FeedEntry[]): Promise<readonly LiveState[]> {
    const at = new Map<string, Known>();
    const unknown: FeedEntry[] = [];
    for (const entry of entries) {
      const { executionId, seq } = entry;
      if (at.has(executionId) || unknown.some((one) => one.executionId === executionId)) continue;
      const known = this.known.get(executionId);
      if (known?.state.seq === seq - 1) at.set(executionId, known);
      else unknown.push(entry);
    }
    for (const [id, known] of await this.read(unknown)) at.set(id, known);
    const states = entries.map(({ executionId, seq, entry }) => {
      const { weights, state } = at.get(executionId)!;
      const next = advance(state, seq, entry, weights);
      at.set(executionId, { weights, state: next });
      return next;
    });
    this.remember(at);
    return states;
  }

  /** What stood before these entries. */
  private async read(entries: readonly FeedEntry[]): Promise<ReadonlyMap<string, Known>> {
    if (entries.length === 0) return new Map();
    const weights = await this.feed.weights(entries.map(({ executionId }) => executionId));
    const found = new Map(
      entries.map(({ executionId }): [string, Known] => {
        const own = weights.get(executionId) ?? {};
        return [executionId, { weights: own, state: beforeFirst(own) }];
      }),
    );
    const begun = entries.filter(({ seq }) => seq > 1);
    if (begun.length === 0) return found;
    for (const { executionId, seq, entry } of await this.feed.before(begun)) {
      const known = found.get(executionId)!;
      found.set(executionId, { ...known, state: advance(known.state, seq, entry, known.weights) });
    }
    return found;
  }

  private remember(states: ReadonlyMap<string, Known>): void {
    for (const [id, known] of states) {
      // Newest last, so that the longest unused goes first.
      this.known.delete(id);
      this.known.set(id, known);
    }
    for (const id of this.known.keys()) {
      if (this.known.size <= REMEMBERED) break;
      this.known.delete(id);
    }
  }
}
