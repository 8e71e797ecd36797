import type { EngineEntry } from '#domain/execution/journal-entry.js';

/** Makes entries durable; nothing they announce may begin before it resolves. */
export type Commit = (entries: readonly EngineEntry[]) => Promise<void>;

/** A step that is being carried out. */
export class Work {
  private readonly controller = new AbortController();
  /** Set when it began on a decision that was not written: nobody wants to hear of it. */
  private takenBackFor: Error | null = null;

  constructor(readonly stepId: string) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get unheardFor(): Error | null {
    return this.takenBackFor;
  }

  stop(why: Error): void {
    this.controller.abort(why);
  }

  takeBack(why: Error): void {
    this.takenBackFor = why;
    this.stop(why);
  }
}

/** What a step reports, for the journal. */
export interface Delivery {
  readonly entries: readonly EngineEntry[];
  /** Whose it is; null: nobody's. */
  readonly work: Work | null;
  /** Whether the work is over with it. */
  readonly isLast: boolean;
  /** Whether somebody waits until the entries are durable. */
  readonly isAwaited: boolean;
  readonly durable: () => void;
  readonly refused: (error: Error) => void;
}

/** Whom running steps report to. */
export interface Listener {
  onDelivery(): void;
  /** A step ended in no way that can be journalled. */
  onFault(error: unknown): void;
  /** What of the end of a step that was told to stop is to be heard of. */
  heard(entries: readonly EngineEntry[]): readonly EngineEntry[];
}

const ignore = (): void => {};

/** The steps that one driver carries out at this moment, and what they have reported and nobody has taken in yet. */
export class RunningSteps {
  private readonly active = new Map<string, Work>();
  /** Also of steps that nobody wants to hear of any more. */
  private readonly ends = new Set<Promise<void>>();
  private readonly mailbox: Delivery[] = [];
  private closedFor: Error | null = null;

  constructor(private readonly listener: Listener) {}

  get ids(): ReadonlySet<string> {
    return new Set(this.active.keys());
  }

  get count(): number {
    return this.active.size;
  }

  get haveReported(): boolean {
    return this.mailbox.length > 0;
  }

  /** @param carryOut resolves with what ends the step. */
  launch(stepId: string, carryOut: (work: Work, commit: Commit) => Promise<readonly EngineEntry[]>): Work {
    const work = new Work(stepId);
    const commit: Commit = (entries) =>
      new Promise((durable, refused) =>
        this.deliver({ entries, work, isAwaited: true, isLast: false, durable, refused }),
      );
    this.active.set(stepId, work);
    const end = this.deliverEnd(work, carryOut(work, commit));
    this.ends.add(end);
    void end.finally(() => this.ends.delete(end));
    return work;
  }

  /** Puts into the mailbox what no step has reported. */
  note(entry: EngineEntry): void {
    this.deliver({ entries: [entry], work: null, isAwaited: false, isLast: false, durable: ignore, refused: ignore });
  }

  /** Empties the mailbox. */
  take(): readonly Delivery[] {
    const deliveries = this.mailbox.splice(0).filter((delivery) => !this.refuse(delivery));
    for (const { work, isLast } of deliveries) if (work !== null && isLast) this.active.delete(work.stepId);
    return deliveries;
  }

  /** What was taken and could not be written has to be taken again. */
  putBack(deliveries: readonly Delivery[]): void {
    this.mailbox.unshift(...deliveries);
  }

  /** Stops what should not have begun; it may begin anew. */
  takeBack(works: readonly Work[], why: Error): void {
    for (const work of works) {
      this.active.delete(work.stepId);
      work.takeBack(why);
    }
  }

  stop(why: Error): void {
    for (const work of this.active.values()) work.stop(why);
  }

  /** Nothing that still runs may report, or wait for a write, after this. Resolves when nothing runs any more. */
  async close(why: Error): Promise<void> {
    this.closedFor = why;
    this.stop(why);
    for (const { refused } of this.mailbox.splice(0)) refused(why);
    await Promise.all(this.ends);
  }

  private async deliverEnd(work: Work, end: Promise<readonly EngineEntry[]>): Promise<void> {
    let entries: readonly EngineEntry[] = [];
    try {
      entries = await end;
    } catch (error) {
      // Steps report their failures; this is a write that was refused, and whoever wrote knows of it already.
      if (this.closedFor === null && work.unheardFor === null) this.listener.onFault(error);
    }
    const told = work.signal.aborted ? this.listener.heard(entries) : entries;
    this.deliver({ entries: told, work, isAwaited: false, isLast: true, durable: ignore, refused: ignore });
  }

  private deliver(delivery: Delivery): void {
    if (this.refuse(delivery)) return;
    this.mailbox.push(delivery);
    this.listener.onDelivery();
  }

  /** Whoever waits for a write that nobody will do has to hear of it. @returns whether it is refused. */
  private refuse({ work, refused }: Delivery): boolean {
    const why = this.closedFor ?? work?.unheardFor ?? null;
    if (why !== null) refused(why);
    return why !== null;
  }
}
