import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import { LagRepository } from '#persistence/lag/lag-repository.js';
import { CanaryRepository, type CanarySource } from '#persistence/repositories/canary-repository.js';
import { deriveKey } from '#security/derive-key.js';
import { SecretVault } from '#security/secret-vault.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { CanaryWriter } from './canary-writer.js';
import { LagSampler } from './lag-sampler.js';
import { Repeater } from './repeater.js';

/** Milliseconds between two looks at which databases should get heartbeats. */
const REFRESH_MS = 1_000;

/** A writer that has died is replaced after this time, milliseconds. */
const CLAIM_TTL_MS = 5_000;

/** Lag is measured every few heartbeats, and at least every five seconds. */
const HEARTBEATS_PER_SAMPLE = 5;
const MAX_SAMPLE_MS = 5_000;

const PRUNE_EVERY_MS = 600_000;

/** What is done for one protected database. */
interface Watched {
  readonly writer: CanaryWriter;
  /** Null: there is no standby to measure. */
  readonly sampler: LagSampler | null;
}

/**
 * Keeps a heartbeat going in every protected database, from one worker at a time. What was acknowledged last is known
 * here, so that after a recovery the newest one found says how much was lost.
 */
@Injectable()
export class CanaryMonitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly watched = new Map<string, Watched>();
  private readonly sessions: PostgresSessions;
  private prunedAt = -Infinity;
  private readonly key: Buffer;
  private readonly repeater: Repeater;

  constructor(
    private readonly canaries: CanaryRepository,
    private readonly samples: LagRepository,
    private readonly vault: SecretVault,
    private readonly rightOfWay: RightOfWay,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.key = deriveKey(config.secrets.key, 'canary');
    this.sessions = new PostgresSessions(vault);
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => this.refresh()),
      REFRESH_MS,
      (error) => this.logger.warn({ err: error }, 'heartbeats could not be refreshed'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
    await Promise.all([...this.watched.values()].map(stop));
    this.sessions.close();
  }

  private async refresh(): Promise<void> {
    const wanted = new Map<string, CanarySource>();
    for (const source of await this.canaries.sources()) {
      const held = await this.canaries.claim(source.planId, source.componentId, this.name, CLAIM_TTL_MS);
      if (held !== null) wanted.set(keyOf(source), source);
    }
    for (const [key, watched] of this.watched) {
      const source = wanted.get(key);
      if (source) watched.writer.update(source.epoch);
      else {
        this.watched.delete(key);
        await stop(watched);
      }
    }
    for (const [key, source] of wanted) {
      if (!this.watched.has(key)) {
        this.watched.set(key, { writer: this.startWriter(source), sampler: this.startSampler(source) });
      }
    }
    if (performance.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.samples.prune();
    this.prunedAt = performance.now();
  }

  private startWriter(source: CanarySource): CanaryWriter {
    const writer = new CanaryWriter(source, {
      canaries: this.canaries,
      resolveUrl: () => this.vault.resolve(source.url),
      key: this.key,
      intervalMs: this.config.worker.canaryIntervalMs,
    });
    writer.start();
    return writer;
  }

  private startSampler({ planId, componentId, url, standbyUrl }: CanarySource): LagSampler | null {
    if (standbyUrl === null) return null;
    const { sessions, canaries, key, samples, rightOfWay } = this;
    const sampler = new LagSampler(
      { planId, componentId, source: url, standby: standbyUrl },
      { sessions, canaries, key, samples, rightOfWay },
      Math.min(MAX_SAMPLE_MS, HEARTBEATS_PER_SAMPLE * this.config.worker.canaryIntervalMs),
    );
    sampler.start();
    return sampler;
  }
}

async function stop({ writer, sampler }: Watched): Promise<void> {
  await Promise.all([writer.stop(), sampler?.stop()]);
}

/** A plan that moves to its other site gets a new writer, because the addresses are part of what it is. */
function keyOf({ planId, componentId, url, standbyUrl }: CanarySource): string {
  return `${planId} ${componentId} ${url} ${standbyUrl}`;
}
