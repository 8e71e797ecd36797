import type { Tag } from '../model.js';
import { oneOf, ref } from '../schema.js';

const AUTOMATION = { enabled: false, comment: 'Maintenance of the network until noon' };

export const TRIGGERS: Tag = {
  name: 'triggers',
  description:
    'What starts failovers by itself, why it did or did not, and the switches of it (docs/automatic-failover.md).',
  routes: [
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/trigger',
      id: 'triggerFailover',
      summary: 'Pull a trigger of a plan',
      description:
        'An unplanned failover is started when no guard of automatic failovers forbids it; else reasons say why not.',
      permission: 'failover.execute',
      limit: 'failovers',
      body: {
        schema: ref('TriggerRequest'),
        required: true,
        example: { trigger: 'manual_trigger', reason: 'The site is under water' },
      },
      answers: { 200: { description: 'What was decided.', schema: ref('TriggerAnswer') } },
      errors: ['plan_not_found', 'plan_archived', 'validation_failed'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/triggers/alertmanager',
      id: 'receiveAlertmanagerNotification',
      summary: 'Receive alerts of an Alertmanager',
      description:
        'A firing is decided once, however often it is sent, and again for as long as it fires and is blocked.',
      permission: 'trigger.send',
      body: { schema: ref('AlertmanagerWebhook'), required: true },
      answers: { 200: { description: 'What became of each alert.', schema: ref('AlertmanagerAnswer') } },
      errors: ['validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/trigger-decisions',
      id: 'listTriggerDecisions',
      summary: 'Why there was an automatic failover, or none',
      permission: 'execution.read',
      query: { decision: oneOf(['started', 'blocked', 'ignored']), limit: ref('Limit'), cursor: ref('Cursor') },
      answers: { 200: { description: 'A page of decisions, newest first.', schema: ref('TriggerDecisionPage') } },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/cooldown/acknowledge',
      id: 'acknowledgeCooldown',
      summary: 'End the cool-down after the newest failover',
      permission: 'failover.execute',
      body: { schema: ref('CommentRequest'), required: false },
      answers: { 200: { description: 'Automatic failovers are possible again.', schema: ref('PlanAutomation') } },
      errors: ['plan_not_found', 'state_conflict', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/automation',
      id: 'getPlanAutomation',
      summary: 'Whether failovers of a plan start by themselves',
      permission: 'plan.read',
      answers: { 200: { description: 'The switches and the cool-down.', schema: ref('PlanAutomation') } },
      errors: ['plan_not_found'],
    },
    {
      method: 'put',
      path: '/disaster-recovery/plans/{plan_id}/automation',
      id: 'switchPlanAutomation',
      summary: 'Pause automatic failovers of a plan, or go on with them',
      permission: 'failover.execute',
      body: { schema: ref('AutomationRequest'), required: true, example: AUTOMATION },
      answers: { 200: { description: 'None is started against it from now on.', schema: ref('PlanAutomation') } },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/automation',
      id: 'getAutomation',
      summary: 'Whether failovers start by themselves at all',
      permission: 'plan.read',
      answers: { 200: { description: 'The switch of all plans.', schema: ref('Automation') } },
    },
    {
      method: 'put',
      path: '/disaster-recovery/automation',
      id: 'switchAutomation',
      summary: 'Switch automatic failovers of all plans off or on',
      permission: 'automation.switch',
      body: { schema: ref('AutomationRequest'), required: true, example: AUTOMATION },
      answers: { 200: { description: 'None is started against it from now on.', schema: ref('Automation') } },
      errors: ['validation_failed'],
    },
  ],
};
