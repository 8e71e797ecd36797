/** Notes rejected promises that nobody handles, so that a test which leaves one behind can fail. */
export class UnhandledRejections {
  private readonly reasons: unknown[] = [];

  readonly watch = (): void => {
    this.reasons.length = 0;
    process.on('unhandledRejection', this.note);
  };

  /** What was seen since; ends the watch. */
  async seen(): Promise<readonly unknown[]> {
    // Node tells of them once the microtasks are through.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', this.note);
    return this.reasons;
  }

  private readonly note = (reason: unknown): void => {
    this.reasons.push(reason);
  };
}
