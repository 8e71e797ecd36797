import type { Tag } from '../model.js';
import { ref } from '../schema.js';

export const PLAN_VERSIONS: Tag = {
  name: 'plan versions',
  description: 'What a plan said in each of its versions, which never change.',
  routes: [
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/versions',
      id: 'listPlanVersions',
      summary: 'List the versions of a plan',
      permission: 'plan.read',
      query: { limit: ref('Limit'), cursor: ref('Cursor') },
      answers: { 200: { description: 'A page of versions, newest first.', schema: ref('PlanVersionPage') } },
      errors: ['plan_not_found', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/versions/{version}',
      id: 'getPlanVersion',
      summary: 'Read a version of a plan',
      permission: 'plan.read',
      answers: { 200: { description: 'The plan as this version says it.', schema: ref('PlanVersion') } },
      errors: ['plan_not_found', 'plan_version_not_found'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/plans/{plan_id}/versions/{from}/diff/{to}',
      id: 'comparePlanVersions',
      summary: 'Compare two versions of a plan',
      permission: 'plan.read',
      answers: { 200: { description: 'What leads from one to the other.', schema: ref('PlanDiff') } },
      errors: ['plan_not_found', 'plan_version_not_found'],
    },
  ],
};
