import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CanaryRepository, type CanarySource } from '#persistence/repositories/canary-repository.js';
import { deriveKey } from '#security/derive-key.js';
import { SecretVault } from '#security/secret-vault.js';
import { CONFIG, LOGGER } from '../tokens.js';
import { CanaryWriter } from './canary-writer.js';

/** Milliseconds between two looks at which databases should get heartbeats. */
const REFRESH_MS = 1_000;

/** A writer that has died is replaced after this time, milliseconds. */
const CLAIM_TTL_MS = 5_000;

/**
 * Keeps a heartbeat going in every protected database, from one worker at a time. What was acknowledged last is known
 * here, so that after a recovery the newest one found says how much was lost.
 */
@Injectable()
export class CanaryMonitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly writers = new Map<string, CanaryWriter>();
  private readonly key: Buffer;
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly canaries: CanaryRepository,
    private readonly vault: SecretVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.key = deriveKey(config.secrets.key, 'canary');
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.refreshing;
    await Promise.all([...this.writers.values()].map((writer) => writer.stop()));
  }

  private schedule(): void {
    this.refreshing = this.refresh()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'heartbeats could not be refreshed'))
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.schedule(), REFRESH_MS);
      });
  }

  private async refresh(): Promise<void> {
    const wanted = new Map<string, CanarySource>();
    for (const source of await this.canaries.sources()) {
      const held = await this.canaries.claim(source.planId, source.componentId, this.name, CLAIM_TTL_MS);
      if (held !== null) wanted.set(keyOf(source), source);
    }
    for (const [key, writer] of this.writers) {
      const source = wanted.get(key);
      if (source) writer.update(source.epoch);
      else {
        this.writers.delete(key);
        await writer.stop();
      }
    }
    for (const [key, source] of wanted) {
      if (!this.writers.has(key)) this.writers.set(key, this.startWriter(source));
    }
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
}

/** A plan that moves to its other site gets a new writer, because the address is part of what it is. */
function keyOf({ planId, componentId, url }: CanarySource): string {
  return `${planId} ${componentId} ${url}`;
}
