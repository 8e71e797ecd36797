import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import {
  SiteHealthRepository,
  type ClaimedCheck,
  type SiteSample,
} from '#persistence/site-health/site-health-repository.js';
import { SecretVault } from '#security/secret-vault.js';
import { LOGGER } from '../tokens.js';
import { Repeater } from './repeater.js';
import { SiteProbe } from './site-probe.js';

/** Milliseconds between two looks at which checks are to be made; samples are written as often. */
const REFRESH_MS = 1_000;

/** A prober that has died is replaced after this time, milliseconds. */
const CLAIM_TTL_MS = 5_000;

const PRUNE_EVERY_MS = 60_000;

/** Samples kept while the database does not answer; the oldest are given up first. */
const MAX_WAITING = 50_000;

/** Makes the health checks of the sites of live plans, each from one worker at a time, and writes down what it sees. */
@Injectable()
export class SiteProber implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly probes = new Map<string, SiteProbe>();
  private readonly sessions: PostgresSessions;
  private readonly repeater: Repeater;
  private waiting: SiteSample[] = [];
  private prunedAt = 0;

  constructor(
    private readonly health: SiteHealthRepository,
    private readonly vault: SecretVault,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
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
      .then(() => this.health.release(this.name))
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the last samples of sites are lost'));
  }

  private async refresh(): Promise<void> {
    await this.flush();
    await this.probeOnly(await this.health.claim(this.name, CLAIM_TTL_MS));
    if (performance.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.health.prune();
    this.prunedAt = performance.now();
  }

  private async flush(): Promise<void> {
    const samples = this.waiting;
    if (samples.length === 0) return;
    this.waiting = [];
    try {
      await this.health.record(this.name, samples);
    } catch (error) {
      this.waiting = [...samples, ...this.waiting].slice(-MAX_WAITING);
      throw error;
    }
  }

  private async probeOnly(claimed: readonly ClaimedCheck[]): Promise<void> {
    const wanted = new Map(claimed.map((check) => [keyOf(check), check]));
    const gone = [...this.probes].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) this.probes.delete(key);
    for (const [key, check] of wanted) {
      if (this.probes.has(key)) continue;
      const parts = { secrets: this.vault, sessions: this.sessions };
      const probe = new SiteProbe(check, parts, (sample) => this.waiting.push(sample));
      this.probes.set(key, probe);
      probe.start();
    }
    await Promise.all(gone.map(([, probe]) => probe.stop()));
  }
}

/** A check that was changed in the plan gets a new probe. */
function keyOf({ planRowId, site, checkNo, check }: ClaimedCheck): string {
  return JSON.stringify([planRowId, site, checkNo, check]);
}
