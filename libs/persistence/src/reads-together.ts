interface Reader<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Keys of one statement; beyond it, the next statement begins. */
const MOST_KEYS = 100;

/**
 * Reads by key that are asked for in the same turn of the event loop, as one statement: under load, what a round trip
 * costs is paid once for all of them. Nothing is remembered and nobody waits for more to come: every reader is told
 * what the database says after it has asked, and readers of one key share the value, which nobody may change.
 */
export class ReadsTogether<V> {
  private waiting = new Map<string, Reader<V>[]>();

  /** @param readAll reads many at once; what is missing from its answer is not there. */
  constructor(private readonly readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {}

  /** @returns undefined when there is none. @throws what the common statement throws. */
  read(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      const others = this.waiting.get(key);
      if (others !== undefined) {
        others.push(reader);
        return;
      }
      if (this.waiting.size >= MOST_KEYS) this.waiting = new Map();
      if (this.waiting.size === 0) this.startAfterThisTurn(this.waiting);
      this.waiting.set(key, [reader]);
    });
  }

  private startAfterThisTurn(batch: Map<string, Reader<V>[]>): void {
    setImmediate(() => {
      // Whoever asks from here on asks anew: this statement may not see what they must see.
      if (this.waiting === batch) this.waiting = new Map();
      void this.answer(batch);
    });
  }

  private async answer(batch: ReadonlyMap<string, readonly Reader<V>[]>): Promise<void> {
    try {
      const values = await this.readAll([...batch.keys()]);
      for (const [key, readers] of batch) for (const { resolve } of readers) resolve(values.get(key));
    } catch (error) {
      for (const readers of batch.values()) for (const { reject } of readers) reject(error);
    }
  }
}
