import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newPublicId } from '../public-id.js';
import { CONDITIONS } from './alert-conditions.js';

/** Alerts that one sweep raises at most; the next one raises further ones. */
const BATCH = 500;

const RESOLVE = /* sql */ `
  WITH condition AS MATERIALIZED (${CONDITIONS})
  UPDATE alerts AS alert SET resolved_at = now()
  WHERE alert.resolved_at IS NULL AND NOT EXISTS (
    SELECT FROM condition WHERE condition.kind = alert.kind AND condition.subject = alert.subject
  )
`;

/** What the alert says follows the condition: an execution may wait for something else by now. */
const REFRESH = /* sql */ `
  UPDATE alerts AS alert SET message = condition.message, severity = condition.severity
  FROM (${CONDITIONS}) AS condition
  WHERE alert.resolved_at IS NULL AND alert.kind = condition.kind AND alert.subject = condition.subject
    AND (alert.message, alert.severity) IS DISTINCT FROM (condition.message, condition.severity)
`;

const MISSING = /* sql */ `
  SELECT kind, subject, plan_id, type, severity, title, message FROM (${CONDITIONS}) AS condition
  WHERE NOT EXISTS (
    SELECT FROM alerts AS alert WHERE alert.kind = condition.kind AND alert.subject = condition.subject
      AND (alert.resolved_at IS NULL OR condition.once)
  )
  LIMIT ${BATCH}
`;

const RAISE = /* sql */ `
  INSERT INTO alerts (alert_id, kind, subject, plan_id, type, severity, title, message)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS alert (
    alert_id text, kind text, subject text, plan_id uuid, type text, severity text, title text, message text
  )
  ON CONFLICT (kind, subject) WHERE resolved_at IS NULL DO NOTHING
`;

/** Holds the alerts against the world. */
@Injectable()
export class AlertSweep {
  constructor(private readonly source: DataSource) {}

  /**
   * Raises an alert for every condition that holds and resolves those whose condition is over, in one transaction;
   * nothing while another worker does it.
   */
  async run(heartbeatMs: number): Promise<void> {
    await this.source.transaction(async (manager) => {
      const [lock] = await manager.query<{ mine: boolean }[]>(
        `SELECT pg_try_advisory_xact_lock(hashtext('alert_sweep')) AS mine`,
      );
      if (!lock!.mine) return;
      await manager.query(RESOLVE, [heartbeatMs]);
      await manager.query(REFRESH, [heartbeatMs]);
      const missing = await manager.query<object[]>(MISSING, [heartbeatMs]);
      if (missing.length === 0) return;
      const raised = missing.map((condition) => ({ ...condition, alert_id: newPublicId('alert') }));
      await manager.query(RAISE, [JSON.stringify(raised)]);
    });
  }
}
