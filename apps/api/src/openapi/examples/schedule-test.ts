const TEST = {
  test_name: 'Q1 2024 DR Test',
  description: 'Quarterly disaster recovery test',
  test_type: 'full',
  test_scope: 'all_components',
  scheduled_for: '2024-04-01T00:00:00Z',
  duration: 480,
  test_environment: {
    name: 'DR Test Environment',
    location: 'Secondary Data Center',
    isolation: 'isolated',
    cleanup_after_test: true,
  },
  test_scenarios: [
    {
      scenario_id: 'scenario_123456789',
      name: 'Database Failover',
      description: 'Test database failover procedure',
      components: ['comp_123456789'],
      expected_outcome: 'successful_failover',
    },
    {
      scenario_id: 'scenario_123456790',
      name: 'API Gateway Failover',
      description: 'Test API gateway failover procedure',
      components: ['comp_123456790'],
      expected_outcome: 'successful_failover',
    },
  ],
  success_criteria: [
    'All components failover successfully',
    'RTO targets met',
    'RPO targets met',
    'Data integrity maintained',
    'Performance within acceptable limits',
  ],
  notifications: {
    on_start: true,
    on_completion: true,
    on_failure: true,
    recipients: ['admin@delivery.com', 'ops@delivery.com', 'management@delivery.com'],
  },
};

/** SPEC.md's document (test/contract/documents/5-schedule-dr-test.json) with what this service adds to its answer. */
export const SCHEDULE_TEST = {
  request: { ...TEST, scheduled_by: 'admin_123456789' },
  response: {
    test_id: 'test_123456789',
    plan_id: 'plan_123456789',
    ...TEST,
    status: 'scheduled',
    created_at: '2024-01-15T12:30:00Z',
    scheduled_by: 'admin_123456789',
    started_at: null,
    completed_at: null,
    execution_mode: 'simulation',
    exercise: 'drill',
    source: 'request',
    execution_id: null,
    pause_reason: null,
  },
};
