/** Does something again and again, one time after the other, until it is stopped. */
export class Repeater {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly work: () => Promise<void>,
    /** Milliseconds between the end of one turn and the beginning of the next. */
    private readonly pauseMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.turn = this.work()
      .catch(this.onError)
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.start(), this.pauseMs);
      });
  }

  /** Resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }
}
