import type { Tag } from '../model.js';
import { ref } from '../schema.js';

export const PROTECTION_ROUTES: Tag = {
  name: 'protection',
  description: 'Whether the other site could take over, making it so again after a failover, and going home.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/protection',
      id: 'getProtection',
      summary: 'Whether the plan has a standby',
      description: 'What the worker has seen of the databases of the site that is not active, and did about them.',
      permission: 'plan.read',
      answers: { 200: { description: 'As it was seen last. Never cached.', schema: ref('Protection') } },
      errors: ['plan_not_found'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/reprotect',
      id: 'reprotectPlan',
      summary: 'Make the other site a standby again',
      description: 'What the servers there have and the active ones have not is lost.',
      permission: 'failover.execute',
      body: { schema: ref('ReprotectRequest'), required: true },
      answers: { 202: { description: 'Accepted and durable; a worker carries it out.', schema: ref('Reprotect') } },
      errors: [
        'plan_not_found',
        'plan_archived',
        'reprotect_not_possible',
        'reprotect_in_progress',
        'validation_failed',
        'actor_mismatch',
      ],
    },
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/failback',
      id: 'failBack',
      summary: 'Move the plan back to its primary site',
      description: 'A planned failover; refused with reasons unless every database there is a standby in step.',
      permission: 'failover.execute',
      limit: 'failovers',
      body: { schema: ref('FailbackRequest'), required: true },
      answers: { 202: { description: 'Accepted and durable; a worker carries it out.', schema: ref('Failover') } },
      errors: [
        'plan_not_found',
        'plan_archived',
        'failback_not_ready',
        'failover_in_progress',
        'invalid_failover_request',
        'validation_failed',
        'actor_mismatch',
      ],
    },
  ],
};
