/** Milliseconds between two looks at the journal while somebody listens. */
const EVERY_MS = 100;

/** Looks again and again, one look after the other, for as long as there is a reason to. */
export class Poller {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly look: () => Promise<void>,
    private readonly isNeeded: () => boolean,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Goes on looking, if it does not. */
  wake(): void {
    if (this.stopped || this.turn !== null || this.timer !== undefined || !this.isNeeded()) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.turn = this.look()
        .catch(this.onError)
        .then(() => {
          this.turn = null;
          this.wake();
        });
    }, EVERY_MS);
  }

  /** Resolves when the look under way is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }
}
