import { measureLag, type LagParts, type ReplicatedComponent } from '#actions/postgres/lag.js';
import { withinLimit } from '#outbound/within-limit.js';
import type { LagRepository } from '#persistence/lag/lag-repository.js';
import type { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from './repeater.js';

/** Milliseconds for one measurement; what takes longer is a gap. */
const LIMIT_MS = 4_000;

/** Measures again and again how far one standby is behind. What can not be measured is a gap, and never a zero. */
export class LagSampler {
  private readonly stopping = new AbortController();
  private readonly repeater: Repeater;

  constructor(
    private readonly component: ReplicatedComponent,
    private readonly parts: LagParts & { readonly samples: LagRepository; readonly rightOfWay: RightOfWay },
    everyMs: number,
  ) {
    this.repeater = new Repeater(
      parts.rightOfWay.housekeeping(() => this.sample()),
      everyMs,
      // The readiness of the plan and the heartbeats say that a server does not answer; here nothing was seen.
      () => undefined,
    );
  }

  start(): void {
    this.repeater.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.repeater.stop();
  }

  private async sample(): Promise<void> {
    const lag = await withinLimit(LIMIT_MS, this.stopping.signal, (limit) =>
      measureLag(this.component, this.parts, limit),
    );
    if (lag !== null) await this.parts.samples.record(this.component.planId, this.component.componentId, lag);
  }
}
