import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NotificationNotFoundError, NotificationPendingError } from '../notification-errors.js';

/** `not_configured`: this installation lacks what the channel needs. `dead`: given up after failures. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead', 'not_configured'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface DeliveryRecord {
  readonly id: string;
  readonly eventType: string;
  readonly planId: string;
  readonly executionId: string;
  readonly channel: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
  /** `createdAt` to the microsecond, which a Date can not hold: paging by less would skip or repeat. */
  readonly createdAtExact: string;
}

/** The last delivery of the page before. */
export interface DeliveryPosition {
  readonly createdAt: string;
  readonly id: string;
}

export interface DeliveryFilter {
  readonly status: DeliveryStatus | null;
  readonly planId: string | null;
  readonly after: DeliveryPosition | null;
  readonly limit: number;
}

const SELECT = /* sql */ `
  SELECT delivery.id, event.event_type AS "eventType", plan.plan_id AS "planId", event.execution_id AS "executionId",
    delivery.channel, delivery.recipient, delivery.status, delivery.attempts,
    delivery.next_attempt_at AS "nextAttemptAt", delivery.last_error AS "lastError",
    delivery.created_at AS "createdAt", delivery.delivered_at AS "deliveredAt",
    to_char(delivery.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtExact"
  FROM notification_deliveries AS delivery
  JOIN notification_outbox AS event ON event.id = delivery.outbox_id
  JOIN disaster_recovery_plans AS plan ON plan.id = event.plan_id
`;

/** From the beginning: attempts count anew, and the id stays, so that receivers can see a repetition. */
const REDELIVER = /* sql */ `
  UPDATE notification_deliveries
  SET status = 'pending', attempts = 0, next_attempt_at = now(), delivered_at = NULL
  WHERE id = $1 AND status <> 'pending'
  RETURNING id
`;

/** What people see of notifications. */
@Injectable()
export class NotificationDeliveryRepository {
  constructor(private readonly source: DataSource) {}

  /** Newest first. */
  async list({ status, planId, after, limit }: DeliveryFilter): Promise<readonly DeliveryRecord[]> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [
      ...(status === null ? [] : [`delivery.status = ${bind(status)}`]),
      ...(planId === null ? [] : [`plan.plan_id = ${bind(planId)}`]),
      ...(after === null
        ? []
        : [`(delivery.created_at, delivery.id) < (${bind(after.createdAt)}::timestamptz, ${bind(after.id)}::uuid)`]),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.source.query<DeliveryRecord[]>(
      `${SELECT} ${where} ORDER BY delivery.created_at DESC, delivery.id DESC LIMIT ${bind(limit)}`,
      values,
    );
  }

  /** @throws NotificationNotFoundError */
  async get(id: string): Promise<DeliveryRecord> {
    const rows = await this.source.query<DeliveryRecord[]>(`${SELECT} WHERE delivery.id = $1`, [id]);
    if (!rows[0]) throw new NotificationNotFoundError(id);
    return rows[0];
  }

  /** @throws NotificationNotFoundError, NotificationPendingError */
  async redeliver(id: string): Promise<DeliveryRecord> {
    // UPDATE … RETURNING comes through TypeORM as [rows, count].
    const [rows] = await this.source.query<[readonly { id: string }[], number]>(REDELIVER, [id]);
    const delivery = await this.get(id);
    if (rows.length === 0) throw new NotificationPendingError(id, delivery.attempts);
    return delivery;
  }
}
