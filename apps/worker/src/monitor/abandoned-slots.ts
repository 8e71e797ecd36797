import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { dropSlot } from '#actions/postgres/replication-slot.js';
import { PostgresSessions } from '#actions/postgres/sessions.js';
import type { Site } from '#domain/plan/plan-document.js';
import { withinLimit } from '#outbound/within-limit.js';
import { OwnSlots, type AbandonedSlot, type OwnSlot } from '#persistence/protection/own-slots.js';
import { SecretVault } from '#security/secret-vault.js';
import { LOGGER } from '../tokens.js';
import { RightOfWay } from '../executions/right-of-way.js';
import { Repeater } from './repeater.js';

const LOOK_EVERY_MS = 5_000;
/** Milliseconds in which people can read that a slot will be dropped, and say that it must not. */
const TOLD_MS = 15 * 60_000;
/** Milliseconds; as long as the plan is held, so whatever is asked of it waits no longer than that. */
const DROP_MS = 3_000;

/**
 * Drops replication slots that the service has made for standbys which no plan has any more, so that they do not keep WAL
 * until a primary's disk is full. Never one that somebody else has made, or that somebody reads from.
 */
@Injectable()
export class AbandonedSlots implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sessions: PostgresSessions;
  private readonly stopping = new AbortController();
  private readonly repeater: Repeater;

  constructor(
    private readonly slots: OwnSlots,
    vault: SecretVault,
    rightOfWay: RightOfWay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.sessions = new PostgresSessions(vault);
    this.repeater = new Repeater(
      rightOfWay.housekeeping(() => this.sweep()),
      LOOK_EVERY_MS,
      (error) => this.logger.warn({ err: error }, 'abandoned slots could not be dropped; the next sweep comes'),
    );
  }

  onApplicationBootstrap(): void {
    this.repeater.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.repeater.stop();
    this.sessions.close();
  }

  /** One that can not be dropped keeps no other from it. */
  private async sweep(): Promise<void> {
    const met: string[] = [];
    for (;;) {
      const slot = await this.slots.dropNext(TOLD_MS, met, (one, own) => this.drop(one, own));
      if (slot === null) return;
      met.push(`${slot.planId} ${slot.subject}`);
    }
  }

  private async drop({ planId, subject, document }: AbandonedSlot, own: readonly OwnSlot[]): Promise<boolean> {
    const [componentId, site, name] = subject.split('.') as [string, Site, string];
    const component = document.components.find(({ component_id }) => component_id === componentId);
    const target = component?.targets?.[site];
    if (target?.driver !== 'postgres') return false;
    if (!own.some(({ upstream, slot }) => upstream === target.url && slot === name)) return false;
    try {
      const dropped = await withinLimit(DROP_MS, this.stopping.signal, (limit) =>
        this.sessions.use(target.url, limit, (session) => dropSlot(session, name)),
      );
      if (dropped) this.logger.warn({ plan_id: planId, slot: subject }, 'a slot that no plan names was dropped');
      return dropped;
    } catch (error) {
      const what = { err: error, plan_id: planId, slot: subject };
      if (!this.stopping.signal.aborted) this.logger.warn(what, 'a slot could not be dropped; it is tried again');
      return false;
    }
  }
}
