import { checkOnce, type CheckParts } from '#actions/health/check-once.js';
import type { ClaimedCheck, SiteSample } from '#persistence/site-health/site-health-repository.js';

const DEFAULT_INTERVAL_S = 10;
const DEFAULT_FAILURES = 3;
/** The first probes of many checks are spread over this time, milliseconds. */
const SPREAD_MS = 1_000;

/** Probes one site by one check at its interval, until it is stopped. */
export class SiteProbe {
  private readonly stopping = new AbortController();
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private failures: number;
  private failingSince: Date | null;

  constructor(
    private readonly claimed: ClaimedCheck,
    private readonly parts: CheckParts,
    private readonly report: (sample: SiteSample) => void,
  ) {
    this.intervalMs = (claimed.check.interval ?? DEFAULT_INTERVAL_S) * 1000;
    // The prober before this one has counted so far.
    this.failures = claimed.failures;
    this.failingSince = claimed.failingSince;
  }

  start(): void {
    this.next(Math.random() * Math.min(SPREAD_MS, this.intervalMs));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.turn;
  }

  private next(afterMs: number): void {
    this.timer = setTimeout(() => {
      const began = performance.now();
      this.turn = this.look()
        // Aborted; nothing was seen.
        .catch(() => undefined)
        .then(() => {
          if (!this.stopping.signal.aborted) this.next(Math.max(0, this.intervalMs - (performance.now() - began)));
        });
    }, afterMs);
  }

  private async look(): Promise<void> {
    const at = new Date();
    const seen = await checkOnce(this.claimed.check, this.parts, this.stopping.signal);
    const healthy = 'latencyMs' in seen;
    this.failures = healthy ? 0 : this.failures + 1;
    this.failingSince = healthy ? null : (this.failingSince ?? at);
    const { planRowId, site, checkNo, check } = this.claimed;
    this.report({
      planRowId,
      site,
      checkNo,
      at,
      latencyMs: healthy ? seen.latencyMs : null,
      error: healthy ? null : seen.unhealthy,
      failures: this.failures,
      failingSince: this.failingSince,
      threshold: check.failures ?? DEFAULT_FAILURES,
      intervalMs: this.intervalMs,
    });
  }
}
