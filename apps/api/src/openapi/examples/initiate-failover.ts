const FAILOVER = {
  failover_type: 'planned',
  reason: 'Scheduled maintenance',
  components: ['comp_123456789', 'comp_123456790'],
  failover_options: {
    verify_before_failover: true,
    verify_after_failover: true,
    notify_stakeholders: true,
    update_dns: true,
    update_load_balancer: true,
  },
  execution_options: { priority: 'high', timeout: 600, retry_attempts: 3, parallel_execution: true },
};

/** SPEC.md's document (test/contract/documents/2-initiate-failover.json) with what this service adds to its answer. */
export const INITIATE_FAILOVER = {
  request: { ...FAILOVER, initiated_by: 'admin_123456789' },
  response: {
    failover_id: 'failover_123456789',
    plan_id: 'plan_123456789',
    ...FAILOVER,
    status: 'running',
    progress: 0,
    started_at: '2024-01-15T12:30:00Z',
    estimated_completion: '2024-01-15T12:40:00Z',
    initiated_by: 'admin_123456789',
    execution_mode: 'simulation',
  },
};
