import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { otherSite, type Site } from '#domain/plan/plan-document.js';
import type { ProtectionState, ServerSight } from '#domain/protection/protection.js';
import { ACTIVE_STATUSES } from '../active-statuses.js';
import { PlanNotFoundError } from '../errors.js';
import { knownProtection, REPLICATED, reprotectingOf } from '../protection/known-protection.js';
import { newPublicId } from '../public-id.js';

/** A database that stands at both sites, as a watcher needs to know it. */
export interface WatchedComponent {
  readonly planRowId: string;
  readonly planId: string;
  readonly componentId: string;
  readonly activeSite: Site;
  readonly epoch: number;
  /** May be `secret://` references. */
  readonly activeUrl: string;
  readonly passiveUrl: string;
  readonly activeTimeline: number | null;
  /** A failover of the plan is not over: it knows best what may take writes. */
  readonly failoverUnderWay: boolean;
  /** What was found at the last look. */
  readonly state: ProtectionState;
}

export interface SeenComponent {
  readonly state: ProtectionState;
  readonly detail: string;
  readonly sight: ServerSight;
  /** Null: the active server could not be asked; what was known of it stays. */
  readonly activeTimeline: number | null;
}

export interface ComponentProtectionRecord {
  readonly componentId: string;
  /** The site that was not active. */
  readonly site: Site;
  readonly state: ProtectionState;
  readonly since: Date | null;
  readonly seenAt: Date | null;
  readonly detail: string;
  readonly sight: ServerSight | null;
}

export const RETURN_EVENTS = ['returned_writable', 'both_writable', 'fenced', 'fence_failed', 'protected'] as const;
export type ReturnEventKind = (typeof RETURN_EVENTS)[number];

export interface ReturnEvent {
  readonly componentId: string;
  readonly site: Site;
  readonly kind: ReturnEventKind;
  readonly detail: string;
  readonly epoch: number;
  readonly at: Date;
}

export interface ProtectionRecord {
  readonly planId: string;
  readonly activeSite: Site;
  readonly components: readonly ComponentProtectionRecord[];
  /** The newest first. */
  readonly events: readonly ReturnEvent[];
  /** The execution that makes the plan protected again, while there is one. */
  readonly reprotecting: string | null;
}

const EVENTS = 50;

/** One watcher per component at a time: another one only when the first has let it expire. */
const CLAIM = /* sql */ `
  WITH replicated AS (${REPLICATED}), claimed AS (
    INSERT INTO component_protections AS known (plan_id, component_id, site, state, watcher, watcher_expires_at)
    SELECT id, component_id, passive_site, 'unknown', $1, now() + $2 * interval '1 millisecond' FROM replicated
    ON CONFLICT (plan_id, component_id) DO UPDATE SET watcher = $1, watcher_expires_at = excluded.watcher_expires_at
    WHERE known.watcher = $1 OR known.watcher_expires_at IS NULL OR known.watcher_expires_at < now()
    RETURNING known.plan_id, known.component_id, known.active_timeline, known.state
  )
  SELECT replicated.id AS "planRowId", replicated.plan_id AS "planId", replicated.component_id AS "componentId",
    replicated.active_site AS "activeSite", replicated.epoch::float8 AS epoch,
    replicated.targets -> replicated.active_site ->> 'url' AS "activeUrl",
    replicated.targets -> replicated.passive_site ->> 'url' AS "passiveUrl",
    claimed.active_timeline AS "activeTimeline", claimed.state,
    EXISTS (
      SELECT FROM executions AS failover
      WHERE failover.plan_id = replicated.id AND failover.kind = 'failover' AND failover.status IN ${ACTIVE_STATUSES}
    ) AS "failoverUnderWay"
  FROM claimed
  JOIN replicated ON replicated.id = claimed.plan_id AND replicated.component_id = claimed.component_id
`;

const RELEASE = /* sql */ `UPDATE component_protections SET watcher_expires_at = NULL WHERE watcher = $1`;

const RECORD = /* sql */ `
  UPDATE component_protections SET site = $3, state = $4, detail = $5, sight = $6, seen_at = now(),
    since = CASE WHEN state = $4 AND site = $3 AND seen_at IS NOT NULL THEN since ELSE now() END,
    active_timeline = greatest($7, active_timeline)
  WHERE plan_id = $1 AND component_id = $2
`;

const NOTE = /* sql */ `
  INSERT INTO returning_primary_events (plan_id, component_id, site, kind, detail, epoch) VALUES ($1, $2, $3, $4, $5, $6)
`;

/** At once, and not at the next sweep: by then the fence may stand, and nobody would hear of it. */
const RAISE = /* sql */ `
  INSERT INTO alerts (alert_id, kind, subject, plan_id, type, severity, title, message)
  SELECT $1, 'split_brain_risk', plan.plan_id || ':' || $3::text, plan.id, 'error', 'critical', 'Split-Brain Risk', $4
  FROM disaster_recovery_plans AS plan WHERE plan.id = $2
  ON CONFLICT (kind, subject) WHERE resolved_at IS NULL DO NOTHING
`;

/** Whoever takes a lease raises the epoch, and waits for this lock. */
const HOLD = /* sql */ `
  SELECT active_site = $2 AND epoch = $3 AND NOT EXISTS (
    SELECT FROM executions AS failover
    WHERE failover.plan_id = $1 AND failover.kind = 'failover' AND failover.status IN ${ACTIVE_STATUSES}
  ) AS unchanged
  FROM plan_authority WHERE plan_id = $1 FOR SHARE
`;

const OF_PLAN = /* sql */ `
  SELECT authority.active_site, ${reprotectingOf('plan.id')} AS reprotecting
  FROM disaster_recovery_plans AS plan JOIN plan_authority AS authority ON authority.plan_id = plan.id
  WHERE plan.plan_id = $1
`;

const COMPONENTS = knownProtection('replicated.plan_id = $1');

const EVENTS_OF = /* sql */ `
  SELECT event.component_id AS "componentId", event.site, event.kind, event.detail, event.epoch::float8 AS epoch, event.at
  FROM returning_primary_events AS event JOIN disaster_recovery_plans AS plan ON plan.id = event.plan_id
  WHERE plan.plan_id = $1 ORDER BY event.id DESC LIMIT ${EVENTS}
`;

/** What is known of the databases of sites that are not active. */
@Injectable()
export class ProtectionRepository {
  constructor(private readonly source: DataSource) {}

  /** Everything that this watcher looks at for the next `ttlMs`. */
  async claim(watcher: string, ttlMs: number): Promise<readonly WatchedComponent[]> {
    return this.source.query<WatchedComponent[]>(CLAIM, [watcher, ttlMs]);
  }

  async release(watcher: string): Promise<void> {
    await this.source.query(RELEASE, [watcher]);
  }

  async record({ planRowId, componentId, activeSite }: WatchedComponent, seen: SeenComponent): Promise<void> {
    await this.source.query(RECORD, [
      planRowId,
      componentId,
      otherSite(activeSite),
      seen.state,
      seen.detail,
      JSON.stringify(seen.sight),
      seen.activeTimeline,
    ]);
  }

  async note(component: WatchedComponent, kind: ReturnEventKind, detail: string): Promise<void> {
    await note(this.source.manager, component, kind, detail);
  }

  /** Notes that two sites take writes, and raises the alert of it if it is not open. */
  async raise(
    component: WatchedComponent,
    kind: 'returned_writable' | 'both_writable',
    detail: string,
    message: string,
  ): Promise<void> {
    await this.source.transaction(async (manager) => {
      await note(manager, component, kind, detail);
      await manager.query(RAISE, [newPublicId('alert'), component.planRowId, component.componentId, message]);
    });
  }

  /**
   * Does the work while the plan's authority can not move and no execution of the plan can begin to act.
   * @param work must be short: a failover that is asked for meanwhile waits for its end.
   * @returns null, and nothing was done, when the authority is no longer as the component says or a failover runs.
   */
  async whileAuthorityHolds<T>(component: WatchedComponent, work: () => Promise<T>): Promise<T | null> {
    return this.source.transaction(async (manager) => ((await isUnchanged(manager, component)) ? work() : null));
  }

  /** Whether the plan's authority is still as the component says, and no failover runs. */
  async authorityHolds(component: WatchedComponent): Promise<boolean> {
    return isUnchanged(this.source.manager, component);
  }

  /** @throws PlanNotFoundError */
  async of(planId: string): Promise<ProtectionRecord> {
    const [plan] = await this.source.query<{ active_site: Site; reprotecting: string | null }[]>(OF_PLAN, [planId]);
    if (!plan) throw new PlanNotFoundError(planId);
    return {
      planId,
      activeSite: plan.active_site,
      reprotecting: plan.reprotecting,
      components: await this.source.query<ComponentProtectionRecord[]>(COMPONENTS, [planId]),
      events: await this.source.query<ReturnEvent[]>(EVENTS_OF, [planId]),
    };
  }
}

async function isUnchanged(
  manager: EntityManager,
  { planRowId, activeSite, epoch }: WatchedComponent,
): Promise<boolean> {
  const [row] = await manager.query<{ unchanged: boolean }[]>(HOLD, [planRowId, activeSite, epoch]);
  return row?.unchanged === true;
}

async function note(
  manager: EntityManager,
  { planRowId, componentId, activeSite, epoch }: WatchedComponent,
  kind: ReturnEventKind,
  detail: string,
): Promise<void> {
  await manager.query(NOTE, [planRowId, componentId, otherSite(activeSite), kind, detail, epoch]);
}
