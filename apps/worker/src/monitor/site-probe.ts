import { checkOnce, type CheckParts } from '#actions/health/check-once.js';
import { detectionTimes, type DetectionTimes } from '#domain/trigger/detection.js';
import type { Trigger } from '#domain/trigger/trigger.js';
import type { ClaimedCheck, SiteSample } from '#persistence/site-health/site-health-repository.js';

const DEFAULT_INTERVAL_S = 10;
const DEFAULT_FAILURES = 3;
/** What goes on is told again after this time, milliseconds: what forbade a failover may be over by then. */
const REMIND_MS = 400;
/** The first probes of many checks are spread over this time, milliseconds. */
const SPREAD_MS = 1_000;

export interface ProbeReport {
  readonly sample: SiteSample;
  /** What this sample has brought about, or keeps up. */
  readonly triggers: readonly Trigger[];
}

/** Probes one site by one check at its interval, until it is stopped. */
export class SiteProbe {
  private readonly stopping = new AbortController();
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private failures: number;
  private failingSince: Date | null;
  private healthySince: Date | null;
  private slowSince: Date | null;
  private looking = false;
  /** Triggers that hold, and when they were told last. */
  private readonly told = new Map<Trigger, number>();
  private readonly times: DetectionTimes;

  constructor(
    readonly claimed: ClaimedCheck,
    private readonly parts: CheckParts,
    private readonly report: (report: ProbeReport) => void,
  ) {
    this.intervalMs = (claimed.check.interval ?? DEFAULT_INTERVAL_S) * 1000;
    // The prober before this one has counted so far.
    this.failures = claimed.failures;
    this.failingSince = claimed.failingSince;
    this.healthySince = claimed.healthySince;
    this.slowSince = claimed.slowSince;
    this.times = detectionTimes(claimed.detection);
  }

  start(): void {
    this.next(Math.random() * Math.min(SPREAD_MS, this.intervalMs));
  }

  /** Somebody needs to know now: the next look comes at once. */
  hasten(): void {
    if (this.looking || this.stopping.signal.aborted) return;
    clearTimeout(this.timer);
    this.next(0);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.turn;
  }

  private next(afterMs: number): void {
    this.timer = setTimeout(() => {
      const began = performance.now();
      this.looking = true;
      this.turn = this.look()
        // Aborted; nothing was seen.
        .catch(() => undefined)
        .then(() => {
          this.looking = false;
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
    this.healthySince = healthy ? (this.healthySince ?? at) : null;
    const { maxLatencyMs, rearmMs, windowMs } = this.times;
    const slow = maxLatencyMs !== null && (!healthy || seen.latencyMs > maxLatencyMs);
    // A probe that failed was not fast: it does not end a time of slow answers, and does not begin one.
    this.slowSince = slow ? (this.slowSince ?? (healthy ? at : null)) : null;
    const { planRowId, site, checkNo, check } = this.claimed;
    const threshold = check.failures ?? DEFAULT_FAILURES;
    const isStable = this.healthySince !== null && at.getTime() - this.healthySince.getTime() >= rearmMs;
    this.report({
      sample: {
        planRowId,
        site,
        checkNo,
        at,
        latencyMs: healthy ? seen.latencyMs : null,
        error: healthy ? null : seen.unhealthy,
        failures: this.failures,
        failingSince: this.failingSince,
        healthySince: this.healthySince,
        stableAt: isStable ? at : null,
        slowSince: this.slowSince,
        threshold,
        intervalMs: this.intervalMs,
      },
      triggers: [
        ...this.tell('site_unavailable', this.failures >= threshold),
        ...this.tell(
          'performance_degradation',
          this.slowSince !== null && at.getTime() - this.slowSince.getTime() >= windowMs,
        ),
      ],
    });
  }

  /** At once when it begins to hold, and from time to time while it does. */
  private tell(trigger: Trigger, holds: boolean): readonly Trigger[] {
    const now = performance.now();
    if (!holds) this.told.delete(trigger);
    if (!holds || now - (this.told.get(trigger) ?? -Infinity) < REMIND_MS) return [];
    this.told.set(trigger, now);
    return [trigger];
  }
}
