import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import type { Config } from '#config/config.js';
import type { Site } from '#domain/plan/plan-document.js';
import {
  SiteHealthRepository,
  type ClaimedCheck,
  type Prober,
  type SiteSample,
} from '#persistence/site-health/site-health-repository.js';
import { SecretVault } from '#security/secret-vault.js';
import type { SeenTrigger } from '#persistence/triggers/trigger-request.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { Repeater } from './repeater.js';
import { SiteProbe, type ProbeReport } from './site-probe.js';
import { TriggerDecisions } from './trigger-decisions.js';

/** Milliseconds between two looks at which checks are to be made; samples are written as often. */
const REFRESH_MS = 1_000;

/** A prober that has died is replaced after this time, milliseconds. */
const CLAIM_TTL_MS = 5_000;

const PRUNE_EVERY_MS = 60_000;

/** Samples kept while the database does not answer; the oldest are given up first. */
const MAX_WAITING = 50_000;

/**
 * Makes the health checks of the sites of live plans, each from one worker of the location at a time, writes down what it
 * sees, and has a trigger decided as soon as what it saw is written.
 */
@Injectable()
export class SiteProber implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly prober: Prober;
  private readonly probes = new Map<string, SiteProbe>();
  private readonly sessions: PostgresSessions;
  private readonly repeater: Repeater;
  private waiting: SiteSample[] = [];
  private triggers: SeenTrigger[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private prunedAt = 0;

  constructor(
    private readonly health: SiteHealthRepository,
    private readonly vault: SecretVault,
    private readonly decisions: TriggerDecisions,
    @Inject(CONFIG) { worker }: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.prober = { name: `${hostname()}:${process.pid}`, location: worker.location };
    this.sessions = new PostgresSessions(vault);
    this.repeater = new Repeater(
      () => this.refresh(),
      REFRESH_MS,
      (error) => this.logger.warn({ err: error }, 'site checks could not be refreshed'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
    await Promise.all([...this.probes.values()].map((probe) => probe.stop()));
    this.sessions.close();
    await this.flush()
      .then(() => this.health.release(this.prober))
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the last samples of sites are lost'));
  }

  private async refresh(): Promise<void> {
    await this.flush();
    await this.probeOnly(await this.health.claim(this.prober, CLAIM_TTL_MS));
    if (performance.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.health.prune();
    this.prunedAt = performance.now();
  }

  /** One after the other: what is older must not be written over what is newer. */
  private flush(): Promise<void> {
    this.flushing = this.flushing.catch(() => undefined).then(() => this.write());
    return this.flushing;
  }

  private async write(): Promise<void> {
    const [samples, triggers] = [this.waiting, this.triggers];
    if (samples.length === 0) return;
    [this.waiting, this.triggers] = [[], []];
    try {
      await this.health.record(this.prober, samples);
    } catch (error) {
      // What they trigger is seen again by the next probes.
      this.waiting = [...samples, ...this.waiting].slice(-MAX_WAITING);
      throw error;
    }
    // Only what is written counts: whoever writes last sees what all have seen.
    for (const trigger of triggers) this.decisions.decide(trigger);
  }

  private take({ sample, triggers }: ProbeReport): void {
    const { planRowId, site, failures } = sample;
    this.waiting.push(sample);
    // Whether the other site is well is wanted before this one is down for sure.
    if (failures === 1) this.hastenOthers(planRowId, site);
    if (triggers.length === 0) return;
    this.triggers.push(...triggers.map((trigger) => ({ source: 'monitor' as const, trigger, planRowId, site })));
    this.flush().catch((error: unknown) => this.logger.warn({ err: error }, 'samples could not be written'));
  }

  private hastenOthers(planRowId: string, site: Site): void {
    for (const probe of this.probes.values()) {
      if (probe.claimed.planRowId === planRowId && probe.claimed.site !== site) probe.hasten();
    }
  }

  private async probeOnly(claimed: readonly ClaimedCheck[]): Promise<void> {
    const wanted = new Map(claimed.map((check) => [keyOf(check), check]));
    const gone = [...this.probes].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) this.probes.delete(key);
    for (const [key, check] of wanted) {
      if (this.probes.has(key)) continue;
      const parts = { secrets: this.vault, sessions: this.sessions };
      const probe = new SiteProbe(check, parts, (report) => this.take(report));
      this.probes.set(key, probe);
      probe.start();
    }
    await Promise.all(gone.map(([, probe]) => probe.stop()));
  }
}

/** A check that was changed in the plan gets a new probe. */
function keyOf({ planRowId, site, checkNo, check, detection }: ClaimedCheck): string {
  return JSON.stringify([planRowId, site, checkNo, check, detection]);
}
