import type { Tag } from '../model.js';
import { ref } from '../schema.js';

export const READINESS_ROUTES: Tag = {
  name: 'readiness',
  description: 'Would this plan work now? Live plans are evaluated continuously; nothing is changed by it.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/readiness',
      id: 'getPlanReadiness',
      summary: 'How ready a plan is',
      permission: 'plan.read',
      answers: { 200: { description: 'What the last evaluation found.', schema: ref('Readiness') } },
      errors: ['plan_not_found'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/readiness-check',
      id: 'checkPlanReadiness',
      summary: 'Evaluate a plan now',
      permission: 'execution.intervene',
      answers: {
        202: { description: 'A worker does it; evaluated_at says when it has.', schema: ref('ReadinessCheck') },
      },
      errors: ['plan_not_found'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/readiness/findings/{finding_id}/acknowledge',
      id: 'acknowledgeFinding',
      summary: 'Say that somebody knows of a finding',
      description: 'An acknowledged warning does not count against the status; an error always does.',
      permission: 'execution.intervene',
      body: { schema: ref('AcknowledgeFindingRequest'), required: true },
      answers: { 200: { description: 'The finding.', schema: ref('Finding') } },
      errors: ['plan_not_found', 'finding_not_found', 'validation_failed'],
    },
  ],
};
