import { FAILOVER_STATUS } from '../examples/failover-status.js';
import { INITIATE_FAILOVER } from '../examples/initiate-failover.js';
import type { Tag } from '../model.js';
import { oneOf, ref, text } from '../schema.js';

export const FAILOVERS: Tag = {
  name: 'failovers',
  description: 'Moving a plan to its other site.',
  routes: [
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/failover',
      id: 'initiateFailover',
      summary: 'Start a failover',
      permission: 'failover.execute',
      limit: 'failovers',
      body: { schema: ref('FailoverRequest'), required: true, example: INITIATE_FAILOVER.request },
      answers: {
        202: {
          description: 'Accepted and durable; a worker carries it out.',
          schema: ref('Failover'),
          example: INITIATE_FAILOVER.response,
        },
      },
      errors: [
        'plan_not_found',
        'plan_archived',
        'failover_in_progress',
        'plan_not_ready',
        'invalid_failover_request',
        'validation_failed',
        'actor_mismatch',
      ],
    },
    {
      method: 'get',
      path: '/disaster-recovery/failovers/{failover_id}/status',
      id: 'getFailoverStatus',
      summary: 'How a failover goes',
      permission: 'execution.read',
      answers: {
        200: {
          description: 'Its status; results are null until it has ended.',
          schema: ref('FailoverStatus'),
          example: FAILOVER_STATUS.response,
        },
      },
      errors: ['failover_not_found'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/runbook',
      id: 'previewRunbook',
      summary: 'What a failover would do',
      permission: 'plan.read',
      query: {
        failover_type: { ...oneOf(['planned', 'unplanned']), default: 'planned' },
        components: { ...text(5_000), description: "Ids with commas between them; all of the plan's when absent." },
      },
      answers: { 200: { description: 'The steps in their order. Nothing is done.', schema: ref('Runbook') } },
      errors: ['plan_not_found', 'invalid_failover_request', 'validation_failed'],
    },
  ],
};
