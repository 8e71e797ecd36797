/** SPEC.md's document (test/contract/documents/8-get-dr-dashboard.json) with what this service adds to its answer. */
export const DASHBOARD_EXAMPLE = {
  response: {
    overview: {
      total_plans: 50,
      active_plans: 45,
      critical_plans: 10,
      high_priority_plans: 20,
      medium_priority_plans: 15,
      low_priority_plans: 5,
      plans_due_for_testing: 5,
      plans_overdue_for_testing: 2,
    },
    recent_activities: [
      {
        activity_id: 'act_123456789',
        type: 'test_completed',
        description: 'DR test completed for Primary Data Center DR Plan',
        timestamp: '2024-01-15T12:30:00Z',
        plan_id: 'plan_123456789',
        result: 'passed',
      },
      {
        activity_id: 'act_123456790',
        type: 'failover_initiated',
        description: 'Failover initiated for Database Cluster',
        timestamp: '2024-01-15T10:30:00Z',
        plan_id: 'plan_123456789',
        result: 'successful',
      },
    ],
    upcoming_tests: [
      {
        test_id: 'test_123456789',
        plan_id: 'plan_123456789',
        plan_name: 'Primary Data Center DR Plan',
        scheduled_for: '2024-04-01T00:00:00Z',
        test_type: 'full',
        priority: 'critical',
      },
    ],
    system_health: {
      primary_site: { status: 'healthy', uptime: 99.9, capacity: 100, utilization: 75 },
      secondary_site: { status: 'healthy', uptime: 99.8, capacity: 100, utilization: 25 },
    },
    alerts: [
      {
        alert_id: 'alert_123456789',
        type: 'warning',
        title: 'DR Test Overdue',
        message: 'Primary Data Center DR Plan is overdue for testing',
        severity: 'medium',
        created_at: '2024-01-15T12:30:00Z',
        acknowledged: false,
        kind: 'dr_test_overdue',
        plan_id: 'plan_123456789',
        acknowledged_by: null,
        acknowledged_at: null,
        comment: null,
        resolved_at: null,
      },
    ],
    protection: {
      state: 'protected',
      active_sites: { primary: 5, secondary: 0 },
      plans: { protected: 2, unprotected: 0, reprotecting: 0, split_brain_risk: 0, unknown: 0 },
      not_protected: [],
    },
    readiness: { score: 84, status: 'at_risk' },
    generated_at: '2024-01-15T14:30:00Z',
  },
};
