import { PRIORITIES } from '#domain/plan/plan-document.js';
import { ANALYTICS_EXAMPLE } from '../examples/analytics.js';
import { DASHBOARD_EXAMPLE } from '../examples/dashboard.js';
import type { Tag } from '../model.js';
import { oneOf, ref, text } from '../schema.js';

const BOUND = {
  type: 'string',
  description: 'A day (of the time zone) or an ISO 8601 instant, not before 1972.',
} as const;
const ZONE = { type: 'string', description: 'IANA name of a time zone.', default: 'UTC' } as const;

export const ANALYTICS_ROUTES: Tag = {
  name: 'analytics',
  description: 'How the plans do, over time and now.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/analytics',
      id: 'getAnalytics',
      summary: 'Tests and failovers over time',
      permission: 'execution.read',
      query: { date_from: BOUND, date_to: BOUND, plan_id: text(), timezone: ZONE },
      answers: {
        200: { description: 'What was achieved.', schema: ref('Analytics'), example: ANALYTICS_EXAMPLE.response },
      },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/dashboard',
      id: 'getDashboard',
      summary: 'The state of things now',
      permission: 'execution.read',
      limit: 'dashboard',
      query: { plan_id: text(), timezone: ZONE },
      answers: {
        200: { description: 'The dashboard.', schema: ref('Dashboard'), example: DASHBOARD_EXAMPLE.response },
      },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/alerts',
      id: 'listAlerts',
      summary: 'List alerts',
      permission: 'execution.read',
      query: {
        status: { ...oneOf(['open', 'resolved', 'all']), default: 'open' },
        acknowledged: oneOf(['true', 'false']),
        severity: oneOf(PRIORITIES),
        kind: text(),
        plan_id: text(),
        limit: { type: 'string', pattern: '^\\d{1,4}$', description: '1 to 200; 50 when absent.' },
        cursor: ref('Cursor'),
      },
      answers: { 200: { description: 'A page of alerts, newest first.', schema: ref('AlertPage') } },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/alerts/{alert_id}/acknowledge',
      id: 'acknowledgeAlert',
      summary: 'Say that somebody looks after an alert',
      permission: 'execution.intervene',
      body: { schema: ref('CommentRequest'), required: false },
      answers: { 200: { description: 'Of several people the first is recorded.', schema: ref('Alert') } },
      errors: ['alert_not_found', 'validation_failed'],
    },
  ],
};
