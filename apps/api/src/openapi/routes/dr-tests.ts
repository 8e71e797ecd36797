import { SCHEDULE_TEST } from '../examples/schedule-test.js';
import { TEST_RESULTS } from '../examples/test-results.js';
import type { Tag } from '../model.js';
import { identifier, oneOf, ref } from '../schema.js';
import { TEST_STATUSES } from '#domain/dr-test/dr-test.js';

const ASSESSMENT = {
  criteria: 'Performance within acceptable limits',
  status: 'passed',
  details: 'The slowest page took 300 ms, measured by hand.',
};

const test = (description: string) => ({ description, schema: ref('Test') });
const results = (description: string) => ({ description, schema: ref('TestResults') });

export const DR_TESTS: Tag = {
  name: 'tests',
  description: 'DR tests: drills of live plans against isolated targets, and walk-throughs of the others.',
  routes: [
    {
      method: 'post',
      path: '/disaster-recovery/plans/{plan_id}/tests',
      id: 'scheduleTest',
      summary: 'Schedule a DR test',
      permission: 'test.schedule',
      limit: 'tests',
      body: { schema: ref('TestRequest'), required: true, example: SCHEDULE_TEST.request },
      answers: { 201: { ...test('Scheduled.'), example: SCHEDULE_TEST.response } },
      errors: ['plan_not_found', 'plan_archived', 'validation_failed', 'actor_mismatch'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/tests',
      id: 'listTests',
      summary: 'List DR tests',
      permission: 'execution.read',
      query: {
        plan_id: identifier(),
        status: oneOf(TEST_STATUSES),
        limit: { type: 'string', pattern: '^\\d{1,3}$', description: '1 to 200; 50 when absent.' },
        cursor: ref('Cursor'),
      },
      answers: { 200: { description: 'A page of tests.', schema: ref('TestPage') } },
      errors: ['test_not_found', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/tests/{test_id}',
      id: 'getTest',
      summary: 'Read a DR test',
      permission: 'execution.read',
      answers: { 200: test('The test.') },
      errors: ['test_not_found'],
    },
    {
      method: 'patch',
      path: '/disaster-recovery/tests/{test_id}',
      id: 'rescheduleTest',
      summary: 'Move a DR test to another time',
      permission: 'test.schedule',
      body: { schema: ref('RescheduleRequest'), required: true },
      answers: { 200: test('The test at its new time.') },
      errors: ['test_not_found', 'state_conflict', 'validation_failed'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/tests/{test_id}/cancel',
      id: 'cancelTest',
      summary: 'Cancel a DR test',
      permission: 'test.schedule',
      body: { schema: ref('CommentRequest'), required: false },
      answers: { 202: test('Cancelled, or about to be when it runs: its clean-up is done first.') },
      errors: ['test_not_found', 'state_conflict', 'past_point_of_no_return', 'validation_failed'],
    },
    {
      method: 'get',
      path: '/disaster-recovery/tests/{test_id}/results',
      id: 'getTestResults',
      summary: 'Results of a DR test',
      permission: 'execution.read',
      answers: {
        200: { ...results('Nulls and empty lists until it is over.'), example: TEST_RESULTS.response },
      },
      errors: ['test_not_found'],
    },
    {
      method: 'post',
      path: '/disaster-recovery/tests/{test_id}/criteria/assess',
      id: 'assessCriterion',
      summary: 'Judge a criterion that nothing measured',
      permission: 'test.assess',
      body: { schema: ref('AssessmentRequest'), required: true, example: ASSESSMENT },
      answers: { 200: results('The results with the assessment.') },
      errors: ['test_not_found', 'criterion_not_found', 'state_conflict', 'validation_failed'],
    },
  ],
};
