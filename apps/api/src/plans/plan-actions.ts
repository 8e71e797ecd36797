import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createActionCatalog, type ActionDependencies, type LiveActionCatalog } from '#actions/catalog.js';
import type { Action, ActionCatalog } from '#engine/ports.js';
import { systemClock } from '#engine/system-clock.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import { SecretVault } from '#security/secret-vault.js';

/** What the machine's administrator lets plans use beside the built-in actions. */
export const ACTION_OPTIONS = Symbol('ACTION_OPTIONS');
export type ActionOptions = Pick<ActionDependencies, 'allowedCommands' | 'restore' | 'extensions'>;

/**
 * The actions that plans may name. The API only asks them what they can work with, and runs none: so it signs nothing,
 * and the key of the canaries is not its business.
 */
@Injectable()
export class PlanActions implements ActionCatalog, OnModuleDestroy {
  private readonly catalog: LiveActionCatalog;

  constructor(secrets: SecretVault, canaries: CanaryRepository, @Inject(ACTION_OPTIONS) options: ActionOptions) {
    this.catalog = createActionCatalog({
      secrets,
      canaries,
      canaryKey: Buffer.alloc(32),
      clock: systemClock,
      ...options,
    });
  }

  has(name: string): boolean {
    return this.catalog.has(name);
  }

  get(name: string): Action {
    return this.catalog.get(name);
  }

  onModuleDestroy(): void {
    this.catalog.close();
  }
}
