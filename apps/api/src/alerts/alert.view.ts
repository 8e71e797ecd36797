import type { AlertRecord } from '#persistence/alerts/alert-repository.js';
import { instant, instantOrNull } from '../instant.js';

/** SPEC.md's alert, and what this service adds after it. */
export function alertView(alert: AlertRecord) {
  return {
    alert_id: alert.alert_id,
    type: alert.type,
    title: alert.title,
    message: alert.message,
    severity: alert.severity,
    created_at: instant(alert.created_at),
    acknowledged: alert.acknowledged,
    kind: alert.kind,
    plan_id: alert.plan_id,
    acknowledged_by: alert.acknowledged_by,
    acknowledged_at: instantOrNull(alert.acknowledged_at),
    comment: alert.comment,
    resolved_at: instantOrNull(alert.resolved_at),
  };
}
