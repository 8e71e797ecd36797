import { createHash } from 'node:crypto';
import type { JsonObject } from '#domain/json.js';
import { TRIGGERS, type Trigger } from '#domain/trigger/trigger.js';
import { ValidationFailedError } from '../validation/errors.js';
import type { Fault } from '../validation/fault.js';
import { isJsonObject } from '../validation/read-document.js';

/** The label that names the plan an alert is about, and the one that may say which trigger it is. */
const PLAN_LABEL = 'dr_plan';
const TRIGGER_LABEL = 'dr_trigger';
const DEFAULT_TRIGGER: Trigger = 'site_unavailable';

const MAX_ALERTS = 500;
const MAX_TEXT = 500;

export interface AlertmanagerAlert {
  /** The same for every notification of one firing of one alert. */
  readonly key: string;
  readonly firing: boolean;
  readonly planId: string;
  readonly trigger: Trigger;
  readonly reason: string;
  readonly details: JsonObject;
}

export interface AlertmanagerNotification {
  readonly alerts: readonly AlertmanagerAlert[];
  /** Alerts without a `dr_plan` label: of no plan. */
  readonly withoutPlan: number;
}

/**
 * Reads a notification of Alertmanager's webhook, version 4. Later versions of Alertmanager may add fields, which are
 * passed over; what is needed must be well formed.
 * @throws ValidationFailedError
 */
export function readAlertmanagerWebhook(body: Readonly<Record<string, unknown>>): AlertmanagerNotification {
  const { version, groupKey, alerts } = body;
  const faults: Fault[] = [
    ...(version === '4' ? [] : [fault('version', version, 'must be "4"')]),
    ...(isText(groupKey) ? [] : [fault('groupKey', groupKey, 'must be a text')]),
    ...(Array.isArray(alerts) && alerts.length <= MAX_ALERTS
      ? alerts.flatMap((alert: unknown, index) => alertFaults(alert, `alerts[${index}]`))
      : [fault('alerts', alerts, `must be a list of at most ${MAX_ALERTS} alerts`)]),
  ];
  if (faults.length > 0) throw new ValidationFailedError('Alertmanager notification', faults);
  const read = (alerts as readonly RawAlert[]).flatMap((alert) => readAlert(groupKey as string, alert) ?? []);
  return { alerts: read, withoutPlan: (alerts as readonly RawAlert[]).length - read.length };
}

interface RawAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly fingerprint: string;
}

function readAlert(groupKey: string, alert: RawAlert): AlertmanagerAlert | null {
  const { status, labels, annotations = {}, startsAt, fingerprint } = alert;
  const planId = labels[PLAN_LABEL];
  if (planId === undefined || planId === '') return null;
  const started = new Date(startsAt).toISOString();
  const name = labels['alertname'] ?? 'an alert';
  return {
    key: createHash('sha256')
      .update(JSON.stringify([groupKey, fingerprint, started, planId]))
      .digest('base64url'),
    firing: status === 'firing',
    planId,
    trigger: (labels[TRIGGER_LABEL] as Trigger | undefined) ?? DEFAULT_TRIGGER,
    reason: (annotations['summary'] ?? annotations['description'] ?? name).slice(0, MAX_TEXT),
    details: {
      alertname: name.slice(0, MAX_TEXT),
      starts_at: started,
      fingerprint,
      group_key: groupKey.slice(0, MAX_TEXT),
    },
  };
}

function alertFaults(alert: unknown, field: string): readonly Fault[] {
  if (!isJsonObject(alert)) return [fault(field, alert, 'must be an object')];
  const { status, labels, annotations, startsAt, fingerprint } = alert;
  return [
    ...(status === 'firing' || status === 'resolved'
      ? []
      : [fault(`${field}.status`, status, 'must be one of firing, resolved')]),
    ...(isTexts(labels)
      ? triggerFaults(labels, field)
      : [fault(`${field}.labels`, labels, 'must be an object of texts')]),
    ...(annotations === undefined || isTexts(annotations)
      ? []
      : [fault(`${field}.annotations`, annotations, 'must be an object of texts')]),
    ...(isText(startsAt) && !Number.isNaN(Date.parse(startsAt))
      ? []
      : [fault(`${field}.startsAt`, startsAt, 'must be an instant')]),
    ...(isText(fingerprint) ? [] : [fault(`${field}.fingerprint`, fingerprint, 'must be a text')]),
  ];
}

function triggerFaults(labels: Readonly<Record<string, string>>, field: string): readonly Fault[] {
  const trigger = labels[TRIGGER_LABEL];
  return trigger === undefined || (TRIGGERS as readonly string[]).includes(trigger)
    ? []
    : [fault(`${field}.labels.${TRIGGER_LABEL}`, trigger, `must be one of ${TRIGGERS.join(', ')}`)];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 10_000;
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isJsonObject(value) && Object.values(value).every((item) => typeof item === 'string');
}

function fault(field: string, value: unknown, must: string): Fault {
  return value === undefined ? { kind: 'missing', field } : { kind: 'invalid', field, must };
}
