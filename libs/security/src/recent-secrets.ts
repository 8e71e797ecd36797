/** Milliseconds. Long enough for the steps of a failover that follow each other; a secret that was changed is seen soon. */
const KEPT_MS = 2_000;

interface Resolver {
  resolve(reference: string): Promise<string>;
}

/**
 * Remembers for a moment what references stand for: the steps of a failover open the same secrets again and again, and
 * each look into the database is downtime. Failures are not remembered, and nothing is kept longer than it is used.
 */
export class RecentSecrets implements Resolver {
  private readonly kept = new Map<string, Promise<string>>();

  constructor(
    private readonly secrets: Resolver,
    private readonly keptMs = KEPT_MS,
  ) {}

  /** @throws what the resolver behind it throws */
  resolve(reference: string): Promise<string> {
    const known = this.kept.get(reference);
    if (known !== undefined) return known;
    const value = this.secrets.resolve(reference);
    this.kept.set(reference, value);
    const forget = (): void => {
      if (this.kept.get(reference) === value) this.kept.delete(reference);
    };
    value.catch(forget);
    setTimeout(forget, this.keptMs).unref();
    return value;
  }
}
