/** SPEC.md's document (test/contract/documents/3-get-failover-status.json) with what this service adds to its answer. */
export const FAILOVER_STATUS = {
  response: {
    failover_id: 'failover_123456789',
    plan_id: 'plan_123456789',
    status: 'completed',
    progress: 100,
    started_at: '2024-01-15T12:30:00Z',
    completed_at: '2024-01-15T12:35:00Z',
    duration: 300,
    result: {
      components_failed_over: 2,
      dns_updated: true,
      load_balancer_updated: true,
      health_checks_passed: true,
      data_synchronization_completed: true,
    },
    verification: {
      status: 'passed',
      connectivity_verified: true,
      performance_verified: true,
      data_integrity_verified: true,
      verified_at: '2024-01-15T12:36:00Z',
    },
    error: null,
    next_steps: ['Monitor system performance', 'Update documentation', 'Schedule failback if needed'],
    execution_mode: 'live',
    pause_reason: null,
    measurements: {
      rto_ms: 300_000,
      rpo_ms: 180,
      outage_started_at: '2024-01-15T12:30:00Z',
      recovered_at: '2024-01-15T12:35:00Z',
      rto_target_minutes: 240,
      rpo_target_minutes: 60,
      components: [
        {
          component_id: 'comp_123456789',
          rto_ms: 120_000,
          rpo_ms: 180,
          rto_target_minutes: 120,
          rpo_target_minutes: 30,
        },
        {
          component_id: 'comp_123456790',
          rto_ms: 300_000,
          rpo_ms: null,
          rto_target_minutes: 60,
          rpo_target_minutes: 15,
        },
      ],
    },
  },
};
