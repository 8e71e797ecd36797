import { AUTOMATION_LEVELS } from '#domain/plan/plan-document.js';
import { MAX_ITEMS, MAX_MINUTES } from '../../plans/limits.js';
import type { Schema, Schemas } from '../model.js';
import {
  answer,
  described,
  flag,
  freeText,
  identifier,
  instant,
  list,
  nullable,
  onSide,
  oneOf,
  page,
  quantity,
  ref,
  refOn,
  string,
  text,
  utc,
  whole,
  type Side,
} from '../schema.js';

const MAX_RECIPIENTS = 500;
const rto = described(whole(1, MAX_MINUTES), 'Recovery time objective, minutes.');
const rpo = described(whole(0, MAX_MINUTES), 'Recovery point objective, minutes.');
const recipients = described(
  list({ type: 'string' }, MAX_RECIPIENTS),
  'E-mail addresses, webhooks (https://…, http://…, secret://name) or chat webhooks (slack+https://…).',
);

const component = (side: Side): Schema =>
  onSide(
    side,
    { component_id: identifier(), name: text(), type: text(), priority: ref('Priority'), rto, rpo },
    {
      dependencies: described(list(text(), MAX_ITEMS), 'Ids of components that must be over first.'),
      recovery_procedures: described(
        list(text(), MAX_ITEMS),
        "Names of built-in procedures, or ids of the plan's own recovery_procedures.",
      ),
    },
    {
      targets: described(refOn(side, 'Targets'), 'Absent: the component can only be walked through.'),
      backup: described(refOn(side, 'Backup'), 'Where its backups are; absent: nothing is known of any.'),
    },
  );

const procedure = (side: Side): Schema =>
  onSide(
    side,
    {
      procedure_id: identifier(),
      name: text(),
      steps: described(
        list({ anyOf: [text(2000), refOn(side, 'ActionStep')] }, MAX_ITEMS),
        'A text is a task for a person; an object is an action.',
      ),
      estimated_duration: described(whole(0, MAX_MINUTES), 'Minutes.'),
      automation_level: oneOf(AUTOMATION_LEVELS),
    },
    { description: freeText(10_000), dependencies: list(text(), MAX_ITEMS) },
    {
      approval: described(
        refOn(side, 'ApprovalRequirement'),
        'Whose approval its actions need; absent: anybody who may intervene confirms them.',
      ),
    },
  );

const testingSchedule = (side: Side): Schema =>
  onSide(
    side,
    { frequency: text() },
    {},
    {
      next_test: instant(),
      test_duration: described(whole(1, MAX_MINUTES), 'Minutes.'),
      test_scope: text(),
      notifications: recipients,
      timezone: described(text(), 'IANA name of the zone whose clocks the schedule follows; UTC when absent.'),
    },
  );

const notificationPreferences = (side: Side): Schema =>
  onSide(side, {}, {}, { on_failover: flag(), on_recovery: flag(), on_test: flag(), recipients });

const REQUIRED = {
  plan_name: text(),
  scope: text(),
  priority: ref('Priority'),
  rto,
  rpo,
  recovery_tier: text(),
};

const document = {
  ...REQUIRED,
  description: freeText(10_000),
  components: list(ref('Component'), MAX_ITEMS),
  failover_configuration: ref('FailoverConfiguration'),
  recovery_procedures: list(ref('Procedure'), MAX_ITEMS),
  testing_schedule: nullable(ref('TestingSchedule')),
  notifications: nullable(ref('NotificationPreferences')),
};

const state = {
  status: oneOf(['active', 'archived']),
  created_at: utc(),
  created_by: string(),
  last_tested: nullable(utc()),
  next_test: nullable(utc()),
  version: whole(1),
  execution_mode: ref('ExecutionMode'),
  active_site: ref('Site'),
};

const part = (items: string): Schema =>
  answer({ plan_id: string(), version: whole(1), items: list(ref(items), MAX_ITEMS) });

const version = { version: whole(1), created_at: utc(), created_by: string() };

export const PLAN: Schemas = {
  PlanRequest: onSide(
    'request',
    {
      ...REQUIRED,
      components: described(list(ref('ComponentRequest'), MAX_ITEMS), 'At least one.'),
      failover_configuration: ref('FailoverConfigurationRequest'),
    },
    {
      description: freeText(10_000),
      recovery_procedures: list(ref('ProcedureRequest'), MAX_ITEMS),
      testing_schedule: ref('TestingScheduleRequest'),
      notifications: ref('NotificationPreferencesRequest'),
      created_by: described(text(), 'The caller, or somebody for whom the caller may act.'),
    },
  ),
  Plan: answer(
    { plan_id: string(), ...document, ...state },
    {
      readiness: described(ref('ReadinessSummary'), 'Of live plans, when they are read.'),
      protection: described(ref('ProtectionSummary'), 'Of live plans, when they are read.'),
    },
  ),
  PlanDocument: answer(document),
  PlanSummary: answer({
    plan_id: string(),
    ...REQUIRED,
    description: freeText(10_000),
    component_count: whole(0),
    procedure_count: whole(0),
    ...state,
    protection: ref('ProtectionSummary'),
  }),
  PlanPage: page('items', ref('PlanSummary'), { total: whole(0) }),
  PlanValidation: answer(
    { valid: flag(), issues: list(answer({ field: string(), issue: string() })) },
    { changes: list(ref('Change')) },
  ),
  PlanLag: answer({
    plan_id: string(),
    components: list(
      answer({
        component_id: string(),
        last_canary_at: nullable(utc()),
        lsn: nullable(string()),
        failing_since: nullable(utc()),
      }),
    ),
    series: described(
      nullable(
        answer({
          from: utc(),
          to: utc(),
          step: described(whole(1), 'Seconds.'),
          components: list(answer({ component_id: string(), points: list(ref('LagPoint')) })),
        }),
      ),
      'The worst of each step; null unless from, to, step or component_id was given.',
    ),
  }),
  LagPoint: described(
    answer({
      at: utc(),
      bytes: nullable(quantity(0)),
      replay_ms: nullable(quantity(0)),
      canary_ms: nullable(quantity(0)),
    }),
    'WAL that was not replayed, the age of the newest replayed transaction, and the heartbeats that would be lost. Null: not measured.',
  ),
  PlanAuthority: answer({
    plan_id: string(),
    active_site: ref('Site'),
    site_name: string(),
    epoch: { ...whole(0), description: 'The highest that was given out; what carries a lower one is stale.' },
    changed_at: utc(),
    changed_by_execution: nullable(string('The failover that made this site the active one.')),
    under_execution: nullable(string('The execution that is being driven at this moment.')),
    protection: ref('ProtectionSummary'),
  }),
  PlanComponents: part('Component'),
  PlanProcedures: part('Procedure'),
  PlanVersionSummary: answer(version),
  PlanVersionPage: answer({
    plan_id: string(),
    items: list(ref('PlanVersionSummary')),
    next_cursor: ref('NextCursor'),
  }),
  PlanVersion: answer({ plan_id: string(), ...version, document: ref('PlanDocument') }),
  PlanDiff: answer({ plan_id: string(), from: whole(1), to: whole(1), changes: list(ref('Change')) }),
  ComponentRequest: component('request'),
  Component: component('answer'),
  ProcedureRequest: procedure('request'),
  Procedure: procedure('answer'),
  TestingScheduleRequest: testingSchedule('request'),
  TestingSchedule: testingSchedule('answer'),
  NotificationPreferencesRequest: notificationPreferences('request'),
  NotificationPreferences: notificationPreferences('answer'),
};
