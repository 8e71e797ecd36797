interface Run<T> {
  readonly startedAt: number;
  readonly ended: Promise<void>;
  next: Promise<T> | undefined;
}

/** Milliseconds. A run that takes longer (a connection that hangs) is not waited for: the next reader starts one. */
const PATIENCE_MS = 1_000;

/**
 * Large reads of the same question, of which only one runs at a time: whoever asks meanwhile gets the next run's
 * answer, together with everybody else who does. Nothing is remembered: every run begins after its readers have asked,
 * so that none of them is told what was before. Only for answers that do not depend on who asks.
 */
export class SharedReads<T> {
  private readonly runs = new Map<string, Run<T>>();

  /** @param now milliseconds of any clock that does not go back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param key the question: what `work` answers follows from it. @throws what `work` throws. */
  read(key: string, work: () => Promise<T>): Promise<T> {
    const run = this.runs.get(key);
    if (run === undefined || this.now() - run.startedAt > PATIENCE_MS) return this.start(key, work);
    run.next ??= run.ended.then(() => this.start(key, work));
    return run.next;
  }

  private start(key: string, work: () => Promise<T>): Promise<T> {
    const answer = work();
    const over = (): void => undefined;
    const run: Run<T> = { startedAt: this.now(), ended: answer.then(over, over), next: undefined };
    this.runs.set(key, run);
    void run.ended.then(() => {
      if (run.next === undefined && this.runs.get(key) === run) this.runs.delete(key);
    });
    return answer;
  }
}
