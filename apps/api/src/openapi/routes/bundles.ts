import type { Tag } from '../model.js';
import { ref } from '../schema.js';

export const BUNDLES: Tag = {
  name: 'survival',
  description: 'Plans executed where nothing of this service is left, by drctl, and taken in afterwards.',
  routes: [
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/bundle',
      id: 'exportPlanBundle',
      summary: 'Export a signed bundle of a plan',
      description: 'Secret values leave only sealed under the passphrase. Nothing is kept of the request.',
      permission: 'plan.export',
      repeatable: false,
      body: { schema: ref('BundleRequest'), required: true },
      answers: {
        200: {
          description: 'Keep it where drctl will need it.',
          schema: ref('PlanBundle'),
          headers: ['Cache-Control'],
        },
      },
      errors: ['plan_not_found', 'plan_archived', 'bundle_secrets_missing', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/bundle-key',
      id: 'getBundleKey',
      summary: 'The key that verifies bundles',
      permission: 'plan.read',
      answers: { 200: { description: 'Keep it apart from the bundles.', schema: ref('BundleKey') } },
    },
    {
      method: 'post',
      path: '/disaster-recovery/executions/ingest',
      id: 'ingestExecution',
      summary: 'Take in an execution that drctl has run',
      description:
        'Only one that has ended, with the signed bundle that it was run with. The same one again has the same answer.',
      permission: 'execution.ingest',
      body: { schema: ref('IngestRequest'), required: true },
      answers: { 200: { description: 'It is an execution like any other now.', schema: ref('IngestedExecution') } },
      errors: [
        'plan_not_found',
        'plan_version_not_found',
        'execution_not_ended',
        'ingest_conflict',
        'invalid_bundle',
        'invalid_execution_export',
        'validation_failed',
      ],
    },
  ],
};
