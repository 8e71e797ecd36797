import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import { UnknownActionError } from '#engine/errors.js';
import type { Action, ActionCatalog } from '#engine/ports.js';
import { TestLegRepository } from '#persistence/dr-tests/test-leg-repository.js';
import { ProtectionSummaries } from '#persistence/protection/protection-summaries.js';
import { ReadinessRepository } from '#persistence/readiness/readiness-repository.js';
import { PlanVersionRepository } from '#persistence/repositories/plan-version-repository.js';
import { Doorbell } from '#queue/doorbell.js';
import { SecretVault } from '#security/secret-vault.js';
import { LOGGER } from '../../tokens.js';
import { switchoverCheck } from './check.js';
import { switchoverMove } from './move.js';
import { switchoverReprotect } from './reprotect.js';
import type { SwitchoverWorld } from './world.js';

/** The catalogue of live switchover tests: it has nothing that touches a server but through executions of their own. */
@Injectable()
export class SwitchoverCatalog implements ActionCatalog, OnModuleDestroy {
  private readonly actions: ReadonlyMap<string, Action>;
  private readonly sessions: PostgresSessions;

  constructor(
    legs: TestLegRepository,
    versions: PlanVersionRepository,
    protections: ProtectionSummaries,
    readiness: ReadinessRepository,
    doorbell: Doorbell,
    vault: SecretVault,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.sessions = new PostgresSessions(vault);
    const world: SwitchoverWorld = {
      legs,
      plans: { document: async (planId, version) => (await versions.get(planId, version)).document },
      protections,
      readiness,
      sessions: this.sessions,
      ring: (ring) =>
        doorbell.ring(ring).catch((error: unknown) => logger.warn({ err: error }, 'the doorbell was not heard')),
    };
    const all = [switchoverCheck(world), switchoverMove(world), switchoverReprotect(world)] as readonly Action[];
    this.actions = new Map(all.map((action) => [action.name, action]));
  }

  onModuleDestroy(): void {
    this.sessions.close();
  }

  has(name: string): boolean {
    return this.actions.has(name);
  }

  get(name: string): Action {
    const action = this.actions.get(name);
    if (action === undefined) throw new UnknownActionError(name);
    return action;
  }
}
