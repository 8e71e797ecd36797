import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { JsonObject } from '#domain/json.js';
import type { Trigger } from '#domain/trigger/trigger.js';
import type { TriggerRequest } from './trigger-request.js';

/** An alert that an outside program has sent about a plan. */
export interface IncomingEvent {
  readonly key: string;
  readonly planRowId: string;
  readonly trigger: Trigger;
  readonly firing: boolean;
  readonly by: string;
  readonly reason: string;
  readonly details: JsonObject;
}

/** What is resolved stays so, also when the two arrive the wrong way round. */
const RECEIVE = /* sql */ `
  INSERT INTO trigger_events AS event (event_key, plan_id, trigger, state, evidence, resolved_at)
  VALUES ($1, $2, $3, $4, $5, CASE $4 WHEN 'resolved' THEN now() END)
  ON CONFLICT (event_key) DO UPDATE SET seen_at = now(),
    state = CASE WHEN event.state = 'pending' THEN excluded.state ELSE event.state END,
    resolved_at = coalesce(event.resolved_at, excluded.resolved_at)
  RETURNING state, xmax = 0 AS new
`;

/**
 * An alert that nobody has sent for a while is no reason any more to start something, and neither is one that was there
 * before the newest failover: it spoke of the site that was active then.
 */
const PENDING = /* sql */ `
  SELECT event.event_key AS "eventKey", event.plan_id AS "planRowId", event.trigger, event.evidence
  FROM trigger_events AS event
  WHERE event.state = 'pending' AND event.seen_at > now() - interval '15 minutes' AND NOT EXISTS (
    SELECT FROM executions AS failover WHERE failover.plan_id = event.plan_id AND failover.kind = 'failover'
      AND failover.mode = 'live' AND failover.requested_at >= event.received_at
  )
  ORDER BY event.received_at LIMIT 100
`;

const PRUNE = /* sql */ `DELETE FROM trigger_events WHERE seen_at < now() - interval '30 days'`;

interface Evidence {
  readonly by: string;
  readonly reason: string;
  readonly details: JsonObject;
}

interface PendingRow {
  readonly eventKey: string;
  readonly planRowId: string;
  readonly trigger: Trigger;
  readonly evidence: Evidence;
}

@Injectable()
export class TriggerEventRepository {
  constructor(private readonly source: DataSource) {}

  /** @returns the trigger to decide, or null when the alert is known already or is no trouble any more. */
  async receive(event: IncomingEvent): Promise<TriggerRequest | null> {
    const { key, planRowId, trigger, firing, by, reason, details } = event;
    const evidence: Evidence = { by, reason, details };
    const rows = await this.source.query<{ state: string; new: boolean }[]>(RECEIVE, [
      key,
      planRowId,
      trigger,
      firing ? 'pending' : 'resolved',
      JSON.stringify(evidence),
    ]);
    const { state, new: isNew } = rows[0]!;
    if (state !== 'pending' || !isNew) return null;
    return { source: 'alertmanager', trigger, planRowId, eventKey: key, ...evidence };
  }

  /** Alerts that still fire and have started nothing so far. */
  async pending(): Promise<readonly TriggerRequest[]> {
    const rows = await this.source.query<PendingRow[]>(PENDING);
    return rows.map(({ evidence, ...row }) => ({ source: 'alertmanager', ...row, ...evidence }));
  }

  async prune(): Promise<void> {
    await this.source.query(PRUNE);
  }
}
