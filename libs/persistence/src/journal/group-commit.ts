/** How many go together at most: a group is to be on its way soon. */
const LARGEST_GROUP = 64;

/** Groups that may be under way at the same time: while one is being written, the next one is. */
const TURNS = 2;

/** How many have to wait for a group to set out while another is under way. Fewer are better off in one that is larger. */
const WORTH_A_TURN = 16;

/** Milliseconds after which a write that is still under way does not keep the next one back any longer. */
const LONGEST_TURN_MS = 20;

export interface GroupWriter<T, R> {
  /** Writes one, waiting for whatever it has to wait for. */
  one(item: T): Promise<R>;
  /**
   * Writes several in one transaction, waiting for no lock.
   * @returns for each what `one` would return; undefined for those that could not be written with the others.
   */
  many(items: readonly T[]): Promise<readonly (R | undefined)[]>;
  /** Whether a failure of `many` means that certainly nothing of it was written. */
  isUndone(error: unknown): boolean;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R | Promise<R>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What comes in while a write is under way goes together in the next one, so that many share a commit; when much comes in,
 * that one does not wait for the first. One that comes alone is written at once. Each is told only what became of itself.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private turns = 0;

  constructor(
    private readonly writer: GroupWriter<T, R>,
    private readonly longestTurnMs = LONGEST_TURN_MS,
  ) {}

  write(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.takeTurn();
    });
  }

  private takeTurn(): void {
    const needed = this.turns === 0 ? 1 : this.turns < TURNS ? WORTH_A_TURN : Infinity;
    if (this.waiting.length < needed) return;
    this.turns++;
    const group = this.waiting.splice(0, LARGEST_GROUP);
    let isOver = false;
    const endTurn = (): void => {
      if (isOver) return;
      isOver = true;
      this.turns--;
      this.takeTurn();
    };
    const patience = setTimeout(endTurn, this.longestTurnMs);
    void this.carryOut(group).then(() => {
      clearTimeout(patience);
      // Those who were just told go on first, and their next writes go together, too.
      if (group.length > 1) setImmediate(endTurn);
      else endTurn();
    });
  }

  private async carryOut(group: readonly Waiting<T, R>[]): Promise<void> {
    if (group.length === 1) {
      const [only] = group;
      await this.writer.one(only!.item).then(only!.resolve, only!.reject);
      return;
    }
    try {
      const results = await this.writer.many(group.map(({ item }) => item));
      group.forEach(({ item, resolve }, index) => resolve(results[index] ?? this.writer.one(item)));
    } catch (error) {
      // When it is not known what was written nothing may be written again.
      const isUndone = this.writer.isUndone(error);
      for (const { item, resolve, reject } of group) {
        if (isUndone) resolve(this.writer.one(item));
        else reject(error);
      }
    }
  }
}
