/** What must be undone at the end, in reverse order of doing; whoever asks twice waits for the same undoing. */
export class Cleanup {
  private readonly steps: { readonly what: string; readonly undo: () => Promise<unknown> | unknown }[] = [];
  private running: Promise<void> | undefined;

  add(what: string, undo: () => Promise<unknown> | unknown): void {
    this.steps.push({ what, undo });
  }

  /** Runs all of them even when some fail, and then throws what failed. */
  run(): Promise<void> {
    this.running ??= this.undoAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private async undoAll(): Promise<void> {
    const failures: Error[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.undo();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        failures.push(new Error(`could not clean up ${step.what}: ${reason}`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map((failure) => failure.message).join('; '));
  }
}
