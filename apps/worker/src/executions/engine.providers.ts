import { hostname } from 'node:os';
import type { FactoryProvider, Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { createActionCatalog, type LiveActionCatalog } from '#actions/catalog.js';
import { createDrillCatalog } from '#actions/drill-catalog.js';
import { loadExtensions } from '#actions/extensions.js';
import { createTabletopCatalog } from '#actions/tabletop/tabletop-catalog.js';
import type { Config } from '#config/config.js';
import { executionOutcome } from '#domain/execution/execution-outcome.js';
import { isForbiddenInDrill } from '#domain/runbook/drill/drill-guard.js';
import { Engine } from '#engine/engine.js';
import { systemClock } from '#engine/system-clock.js';
import { PostgresJournal } from '#persistence/journal/postgres-journal.js';
import { PostgresLeases } from '#persistence/journal/postgres-leases.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import { deriveKey } from '#security/derive-key.js';
import { RecentSecrets } from '#security/recent-secrets.js';
import { SecretVault } from '#security/secret-vault.js';
import { ACTIONS, CONFIG, LOGGER } from '../tokens.js';
import { SwitchoverCatalog } from '../dr-tests/switchover/switchover-catalog.js';
import { LoggingObserver } from './logging-observer.js';

const actions: FactoryProvider<LiveActionCatalog> = {
  provide: ACTIONS,
  inject: [SecretVault, CanaryRepository, CONFIG],
  useFactory: async (vault: SecretVault, canaries: CanaryRepository, config: Config) =>
    createActionCatalog({
      secrets: new RecentSecrets(vault),
      canaries,
      canaryKey: deriveKey(config.secrets.key, 'canary'),
      clock: systemClock,
      allowedCommands: config.actions.allowedCommands,
      restore: config.actions.restore,
      extensions: await loadExtensions(config.actions.packages),
    }),
};

const engine: FactoryProvider<Engine> = {
  provide: Engine,
  inject: [PostgresJournal, PostgresLeases, ACTIONS, SwitchoverCatalog, CONFIG, LOGGER],
  useFactory: (
    journal: PostgresJournal,
    leases: PostgresLeases,
    liveActions: LiveActionCatalog,
    switchoverActions: SwitchoverCatalog,
    config: Config,
    logger: Logger,
  ) =>
    new Engine(
      {
        journal,
        leases,
        liveActions,
        tabletopActions: createTabletopCatalog(),
        drillActions: createDrillCatalog(liveActions, isForbiddenInDrill),
        switchoverActions,
        clock: systemClock,
        observer: new LoggingObserver(logger),
        outcome: executionOutcome,
      },
      {
        owner: `${hostname()}:${process.pid}`,
        leaseTtlMs: config.worker.leaseTtlMs,
        graceMs: config.shutdownGraceMs,
      },
    ),
};

export const ENGINE_PROVIDERS: readonly Provider[] = [actions, SwitchoverCatalog, engine];
