import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EventFacts, Moment, NotificationEvent } from '#domain/notification/event.js';
import type {
  Occasion,
  PlanNotificationPreferences,
  TestNotificationPreferences,
} from '#domain/notification/preferences.js';
import { MAX_ATTEMPTS } from '#domain/notification/retry.js';
import type { ExecutionKind, ExecutionMode, FailoverType } from '#domain/runbook/runbook.js';

/** Whoever expands holds the rows until it has committed; others take the next ones. */
const UNEXPANDED = /* sql */ `
  SELECT event.id, event.event_type AS "eventType", event.payload, plan.notifications AS plan,
    plan.testing_schedule -> 'notifications' AS "testingSchedule",
    CASE WHEN execution.kind = 'test' THEN execution.request -> 'notifications' END AS test,
    coalesce((failover.failover_options ->> 'notify_stakeholders')::boolean, true) AS "notifyStakeholders"
  FROM notification_outbox AS event
  JOIN disaster_recovery_plans AS plan ON plan.id = event.plan_id
  JOIN executions AS execution ON execution.execution_id = event.execution_id
  LEFT JOIN failovers AS failover ON failover.failover_id = event.execution_id
  WHERE event.expanded_at IS NULL
  ORDER BY event.id
  LIMIT $1
  FOR UPDATE OF event SKIP LOCKED
`;

const INSERT_DELIVERIES = /* sql */ `
  INSERT INTO notification_deliveries (outbox_id, channel, recipient, next_attempt_at)
  SELECT row.outbox_id, row.channel, row.recipient, now()
  FROM jsonb_to_recordset($1::jsonb) AS row (outbox_id bigint, channel text, recipient text)
  ON CONFLICT (outbox_id, recipient) DO NOTHING
`;

const MARK_EXPANDED = /* sql */ `UPDATE notification_outbox SET expanded_at = now() WHERE id = ANY ($1::bigint[])`;

/** Whoever does not report back until next_attempt_at is taken for dead, and the delivery is due again. */
const CLAIM = /* sql */ `
  WITH due AS (
    SELECT id FROM notification_deliveries
    WHERE status = 'pending' AND next_attempt_at <= now()
    ORDER BY next_attempt_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE notification_deliveries AS delivery
    SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 millisecond'
    FROM due WHERE delivery.id = due.id
    RETURNING delivery.id, delivery.outbox_id, delivery.recipient, delivery.attempts
  )
  SELECT claimed.id, claimed.recipient, claimed.attempts, event.event_type AS "eventType", event.payload,
    event.created_at AS at, event.execution_id AS "executionId", execution.mode, plan.plan_id AS "planId",
    plan.plan_name AS "planName", failover.failover_type AS "failoverType", failover.reason
  FROM claimed
  JOIN notification_outbox AS event ON event.id = claimed.outbox_id
  JOIN disaster_recovery_plans AS plan ON plan.id = event.plan_id
  JOIN executions AS execution ON execution.execution_id = event.execution_id
  LEFT JOIN failovers AS failover ON failover.failover_id = event.execution_id
`;

/** Delivered is delivered, also when another attempt has begun meanwhile. */
const DELIVERED = /* sql */ `
  UPDATE notification_deliveries
  SET status = 'delivered', delivered_at = now(), next_attempt_at = NULL, last_error = NULL
  WHERE id = $1 AND status = 'pending'
`;

/** Only the newest attempt may say that it failed. */
const TRY_AGAIN = /* sql */ `
  UPDATE notification_deliveries SET last_error = $3, next_attempt_at = now() + $4 * interval '1 millisecond'
  WHERE id = $1 AND attempts = $2 AND status = 'pending'
`;

const GIVE_UP = /* sql */ `
  UPDATE notification_deliveries
  SET status = $3, last_error = $4, next_attempt_at = NULL, attempts = least(attempts, $5::integer)
  WHERE id = $1 AND attempts = $2 AND status = 'pending'
`;

interface EventRow {
  readonly eventType: string;
  readonly payload: EventFacts;
}

interface UnexpandedRow extends EventRow {
  readonly id: string;
  readonly plan: PlanNotificationPreferences | null;
  readonly testingSchedule: readonly string[] | null;
  readonly test: TestNotificationPreferences | null;
  readonly notifyStakeholders: boolean;
}

interface ClaimedRow extends EventRow {
  readonly id: string;
  readonly recipient: string;
  readonly attempts: number;
  readonly at: Date;
  readonly executionId: string;
  readonly mode: ExecutionMode;
  readonly planId: string;
  readonly planName: string;
  readonly failoverType: FailoverType | null;
  readonly reason: string | null;
}

export interface NewDelivery {
  readonly channel: string;
  readonly recipient: string;
}

/** One attempt that is ours until its claim runs out. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly recipient: string;
  /** 1 for the first; more than MAX_ATTEMPTS when whoever made the last one did not live to tell. */
  readonly attempt: number;
  readonly event: NotificationEvent;
}

export type GivenUp = 'dead' | 'not_configured';

/** The worker's side of notifications. */
@Injectable()
export class NotificationOutboxRepository {
  constructor(private readonly source: DataSource) {}

  /**
   * Turns events into deliveries, each event once, in one transaction.
   * @returns how many events there were.
   */
  async expand(limit: number, addressees: (occasion: Occasion) => readonly NewDelivery[]): Promise<number> {
    return this.source.transaction(async (manager: EntityManager) => {
      const events = await manager.query<UnexpandedRow[]>(UNEXPANDED, [limit]);
      if (events.length === 0) return 0;
      const rows = events.flatMap((event) =>
        addressees(occasionOf(event)).map((delivery) => ({ ...delivery, outbox_id: event.id })),
      );
      if (rows.length > 0) await manager.query(INSERT_DELIVERIES, [JSON.stringify(rows)]);
      await manager.query(MARK_EXPANDED, [events.map((event) => event.id)]);
      return events.length;
    });
  }

  /** @param ttlMs how long an attempt may take before it counts as lost. */
  async claim(limit: number, ttlMs: number): Promise<readonly ClaimedDelivery[]> {
    const rows = await this.source.query<ClaimedRow[]>(CLAIM, [limit, ttlMs]);
    return rows.map(({ id, recipient, attempts, eventType, payload, at, ...rest }) => ({
      id,
      recipient,
      attempt: attempts,
      event: { ...rest, ...partsOf(eventType), at: at.toISOString(), facts: payload },
    }));
  }

  async delivered({ id }: ClaimedDelivery): Promise<void> {
    await this.source.query(DELIVERED, [id]);
  }

  async tryAgain({ id, attempt }: ClaimedDelivery, why: string, afterMs: number): Promise<void> {
    await this.source.query(TRY_AGAIN, [id, attempt, why, afterMs]);
  }

  async giveUp({ id, attempt }: ClaimedDelivery, status: GivenUp, why: string): Promise<void> {
    await this.source.query(GIVE_UP, [id, attempt, status, why, MAX_ATTEMPTS]);
  }
}

function occasionOf({ eventType, payload, plan, testingSchedule, test, notifyStakeholders }: UnexpandedRow): Occasion {
  return {
    ...partsOf(eventType),
    overallResult: payload.overall_result ?? null,
    plan,
    testingSchedule,
    test,
    notifyStakeholders,
  };
}

/** The trigger writes kind and moment with a dot between. */
function partsOf(eventType: string): { readonly kind: ExecutionKind; readonly moment: Moment } {
  const [kind, moment] = eventType.split('.');
  return { kind: kind as ExecutionKind, moment: moment as Moment };
}
