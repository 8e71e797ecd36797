import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import { ProtectionRepository, type WatchedComponent } from '#persistence/repositories/protection-repository.js';
import { SecretVault } from '#security/secret-vault.js';
import { LOGGER } from '../tokens.js';
import { ProtectionWatch } from './protection-watch.js';
import { Repeater } from './repeater.js';

/** Milliseconds between two looks at which databases are to be watched. */
const REFRESH_MS = 1_000;
/** A watcher that has died is replaced after this time, milliseconds. */
const CLAIM_TTL_MS = 5_000;

/** Watches the databases of the sites that are not active, each from one worker at a time. */
@Injectable()
export class ProtectionMonitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly watches = new Map<string, ProtectionWatch>();
  private readonly sessions: PostgresSessions;
  private readonly repeater: Repeater;

  constructor(
    private readonly protections: ProtectionRepository,
    vault: SecretVault,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.sessions = new PostgresSessions(vault);
    this.repeater = new Repeater(
      () => this.refresh(),
      REFRESH_MS,
      (error) => logger.warn({ err: error }, 'it is not known which standbys are to be watched'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.repeater.stop();
    await Promise.all([...this.watches.values()].map((watch) => watch.stop()));
    this.sessions.close();
    await this.protections
      .release(this.name)
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'watched standbys are taken over when the claim ends'),
      );
  }

  private async refresh(): Promise<void> {
    const wanted = new Map((await this.protections.claim(this.name, CLAIM_TTL_MS)).map((one) => [keyOf(one), one]));
    const gone = [...this.watches].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) this.watches.delete(key);
    for (const [key, component] of wanted) {
      const watch = this.watches.get(key);
      if (watch) watch.update(component);
      else this.watches.set(key, this.startWatch(component));
    }
    await Promise.all(gone.map(([, watch]) => watch.stop()));
  }

  private startWatch(component: WatchedComponent): ProtectionWatch {
    const watch = new ProtectionWatch(component, this.protections, this.sessions, this.logger);
    watch.start();
    return watch;
  }
}

/** A plan that moves to its other site, or a target that is changed, gets a new watch. */
function keyOf({ planRowId, componentId, activeUrl, passiveUrl, activeSite }: WatchedComponent): string {
  return JSON.stringify([planRowId, componentId, activeSite, activeUrl, passiveUrl]);
}
