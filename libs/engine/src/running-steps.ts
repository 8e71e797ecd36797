import type { EngineEntry } from '#domain/execution/journal-entry.js';

/** A step that is being carried out. */
export interface Work {
  readonly stepId: string;
  readonly signal: AbortSignal;
  /** Makes entries durable; nothing they announce may begin before it resolves. */
  readonly commit: (entries: readonly EngineEntry[]) => Promise<void>;
}

/** What a step reports, for the journal. */
export interface Delivery {
  readonly entries: readonly EngineEntry[];
  /** Whether somebody waits until they are durable. */
  readonly isAwaited: boolean;
  readonly durable: () => void;
  readonly refused: (error: Error) => void;
}

interface RunningWork extends Work {
  readonly controller: AbortController;
  /** It began on a decision that was not written: nobody wants to hear of it. */
  isForNothing: boolean;
}

interface Mail extends Delivery {
  /** Whose it is; null: nobody's. */
  readonly work: RunningWork | null;
  /** Whether the work is over with it. */
  readonly isLast: boolean;
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
  private readonly active = new Map<string, RunningWork>();
  /** Also of steps that nobody wants to hear of any more. */
  private readonly ends = new Set<Promise<void>>();
  private readonly mailbox: Mail[] = [];
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
  launch(stepId: string, carryOut: (work: Work) => Promise<readonly EngineEntry[]>): Work {
    const controller = new AbortController();
    const work: RunningWork = {
      stepId,
      controller,
      signal: controller.signal,
      isForNothing: false,
      commit: (entries) =>
        new Promise((durable, refused) =>
          this.deliver({ entries, work, isAwaited: true, isLast: false, durable, refused }),
        ),
    };
    this.active.set(stepId, work);
    const end = this.deliverEnd(work, carryOut(work));
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
    const mails = this.mailbox.splice(0).filter((mail) => !this.refuse(mail));
    for (const { work, isLast } of mails) if (work !== null && isLast) this.active.delete(work.stepId);
    return mails;
  }

  /** What was taken and could not be written has to be taken again. */
  putBack(deliveries: readonly Delivery[]): void {
    this.mailbox.unshift(...(deliveries as readonly Mail[]));
  }

  /** Stops what should not have begun; it may begin anew. */
  takeBack(works: readonly Work[], why: Error): void {
    for (const work of works as readonly RunningWork[]) {
      work.isForNothing = true;
      this.active.delete(work.stepId);
      work.controller.abort(why);
    }
  }

  stop(why: Error): void {
    for (const { controller } of this.active.values()) controller.abort(why);
  }

  /** Nothing that still runs may report, or wait for a write, after this. Resolves when nothing runs any more. */
  async close(why: Error): Promise<void> {
    this.closedFor = why;
    this.stop(why);
    for (const { refused } of this.mailbox.splice(0)) refused(why);
    await Promise.all(this.ends);
  }

  private async deliverEnd(work: RunningWork, end: Promise<readonly EngineEntry[]>): Promise<void> {
    let entries: readonly EngineEntry[] = [];
    try {
      entries = await end;
    } catch (error) {
      // Steps report their failures; this is a write that was refused, and whoever wrote knows of it already.
      if (this.closedFor === null && !work.isForNothing) this.listener.onFault(error);
    }
    const told = work.signal.aborted ? this.listener.heard(entries) : entries;
    this.deliver({ entries: told, work, isAwaited: false, isLast: true, durable: ignore, refused: ignore });
  }

  private deliver(mail: Mail): void {
    if (this.refuse(mail)) return;
    this.mailbox.push(mail);
    this.listener.onDelivery();
  }

  /** Whoever waits for a write that nobody will do has to hear of it. @returns whether it is refused. */
  private refuse({ work, refused }: Mail): boolean {
    const why = this.closedFor ?? (work?.isForNothing ? (work.signal.reason as Error) : null);
    if (why !== null) refused(why);
    return why !== null;
  }
}
