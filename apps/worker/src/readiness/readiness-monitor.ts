import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { LiveActionCatalog } from '#actions/catalog.js';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import type { Config } from '#config/config.js';
import { withinLimit } from '#outbound/within-limit.js';
import { CanaryRepository } from '#persistence/repositories/canary-repository.js';
import { EstimateRepository } from '#persistence/repositories/estimate-repository.js';
import { OwnSlots } from '#persistence/protection/own-slots.js';
import { EvaluationRepository } from '#persistence/readiness/evaluation-repository.js';
import type { ClaimedPlan } from '#persistence/readiness/readiness-records.js';
import { deriveKey } from '#security/derive-key.js';
import { SecretVault } from '#security/secret-vault.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from '../monitor/repeater.js';
import { ACTIONS, CONFIG, LOGGER } from '../tokens.js';
import { evaluatePlan } from './evaluation.js';

/** Milliseconds between two looks at which plans are due. */
const LOOK_EVERY_MS = 1_000;
/** Milliseconds that an evaluation may take; then its plan is free for another worker. */
const EVALUATION_MS = 20_000;
const CLAIM_TTL_MS = EVALUATION_MS + 5_000;
/** Plans that a worker evaluates at the same time. */
const AT_ONCE = 4;
const PRUNE_EVERY_MS = 3_600_000;
/**
 * Milliseconds that a session waits for the next look of its evaluation. Evaluations are minutes apart, and a session
 * that idles on a primary until it is fenced is one more that the fence has to end while nobody can write.
 */
const SESSION_IDLE_MS = 500;

/** Evaluates every live plan again and again, each from one worker at a time. */
@Injectable()
export class ReadinessMonitor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly stopping = new AbortController();
  private readonly sessions: PostgresSessions;
  private readonly key: Buffer;
  private readonly repeater: Repeater;
  private prunedAt = -Infinity;

  constructor(
    private readonly evaluations: EvaluationRepository,
    private readonly estimates: EstimateRepository,
    private readonly canaries: CanaryRepository,
    private readonly slots: OwnSlots,
    private readonly vault: SecretVault,
    rightOfWay: RightOfWay,
    @Inject(ACTIONS) private readonly actions: LiveActionCatalog,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.sessions = new PostgresSessions(vault, SESSION_IDLE_MS);
    this.key = deriveKey(config.secrets.key, 'canary');
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => this.look()),
      LOOK_EVERY_MS,
      (error) => this.logger.warn({ err: error }, 'plans could not be evaluated; the next look does it'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.repeater.stop();
    this.sessions.close();
    await this.evaluations
      .release(this.name)
      .catch((error: unknown) => this.logger.warn({ err: error }, 'claims on plans stay until they expire'));
  }

  private async look(): Promise<void> {
    const intervalMs = this.config.worker.readinessIntervalMs;
    const claimed = await this.evaluations.claim(this.name, { ttlMs: CLAIM_TTL_MS, intervalMs, limit: AT_ONCE });
    await Promise.all(claimed.map((plan) => this.evaluate(plan)));
    if (performance.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    await this.evaluations.prune();
    this.prunedAt = performance.now();
  }

  /** What can not be evaluated stays as it was, and gets older: its score tells. */
  private async evaluate(claimed: ClaimedPlan): Promise<void> {
    const { actions, vault: secrets, sessions, canaries, key: canaryKey, estimates, slots } = this;
    const now = (): Date => new Date();
    const { restore } = this.config.actions;
    try {
      const parts = { actions, secrets, sessions, canaries, canaryKey, estimates, slots, now, restore };
      const found = await withinLimit(EVALUATION_MS, this.stopping.signal, (signal) =>
        evaluatePlan(claimed, { ...parts, signal }),
      );
      await this.evaluations.record(this.name, claimed, found);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.logger.warn({ err: error, plan_id: claimed.plan.planId }, 'a plan could not be evaluated');
    }
  }
}
