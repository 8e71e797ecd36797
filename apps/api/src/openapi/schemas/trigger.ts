import { BLOCKING_REASONS, IGNORING_REASONS, TRIGGER_SOURCES, TRIGGERS } from '#domain/trigger/trigger.js';
import type { Schemas } from '../model.js';
import {
  anyObject,
  answer,
  described,
  flag,
  list,
  nullable,
  oneOf,
  ref,
  request,
  string,
  text,
  utc,
  whole,
} from '../schema.js';

const decision = oneOf(['started', 'blocked', 'ignored']);
const reasons = described(list(ref('TriggerReason')), 'Every reason that holds; none when it was started.');
const failover_id = nullable(string('What was started.'));
const change = {
  enabled: flag(),
  changed_at: nullable(utc()),
  changed_by: nullable(string()),
  comment: nullable(string()),
};
const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;

export const TRIGGER: Schemas = {
  TriggerRequest: request({ trigger: oneOf(TRIGGERS), reason: text(2000) }),
  TriggerReason: answer({ code: oneOf([...IGNORING_REASONS, ...BLOCKING_REASONS]), message: string() }),
  TriggerAnswer: answer({ decision_id: string(), decision, reasons, failover_id }),
  TriggerDecision: answer({
    decision_id: string(),
    trigger: oneOf(TRIGGERS),
    source: oneOf(TRIGGER_SOURCES),
    site: { ...ref('Site'), description: 'The active one at that time.' },
    decision,
    reasons,
    evidence: anyObject('What each vantage point saw, and who said what.'),
    failover_id,
    count: described(whole(1), 'How often the same was decided in a row.'),
    first_at: utc(),
    last_at: utc(),
  }),
  TriggerDecisionPage: answer({
    plan_id: string(),
    items: list(ref('TriggerDecision')),
    next_cursor: ref('NextCursor'),
  }),
  AutomationRequest: request({ enabled: flag(), comment: text(2000) }),
  Automation: answer(change),
  PlanAutomation: answer({
    plan_id: string(),
    ...change,
    failover_automation: described(flag(), 'What the plan itself says.'),
    globally_enabled: flag(),
    cooldown_until: nullable(utc()),
    automatic: described(flag(), 'Whether a trigger could start a failover now, as far as these say.'),
  }),
  AlertmanagerWebhook: {
    type: 'object',
    description: "Alertmanager's webhook, version 4; fields that are not named here are passed over.",
    required: ['version', 'groupKey', 'alerts'],
    properties: {
      version: { const: '4' },
      groupKey: string(),
      alerts: list(
        {
          type: 'object',
          required: ['status', 'labels', 'startsAt', 'fingerprint'],
          properties: {
            status: oneOf(['firing', 'resolved']),
            labels: {
              ...texts,
              description: 'dr_plan names the plan, dr_trigger the trigger (site_unavailable when absent).',
            },
            annotations: texts,
            startsAt: string(),
            fingerprint: string(),
          },
          additionalProperties: true,
        },
        500,
      ),
    },
    additionalProperties: true,
  },
  AlertmanagerAnswer: answer({
    alerts: list(
      answer({
        plan_id: string(),
        trigger: oneOf(TRIGGERS),
        outcome: oneOf(['decided', 'known', 'resolved', 'plan_not_found']),
        decision: nullable(ref('TriggerAnswer')),
      }),
    ),
    without_plan: described(whole(0), 'Alerts without the label dr_plan.'),
  }),
};
