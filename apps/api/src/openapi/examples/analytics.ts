/** SPEC.md's document (test/contract/documents/7-get-dr-analytics.json) with what this service adds to its answer. */
export const ANALYTICS_EXAMPLE = {
  response: {
    overview: {
      total_plans: 50,
      active_plans: 45,
      total_tests: 200,
      successful_tests: 190,
      failed_tests: 10,
      total_failovers: 5,
      successful_failovers: 5,
      failed_failovers: 0,
      average_rto: 180,
      average_rpo: 45,
    },
    plan_breakdown: [
      {
        plan_id: 'plan_123456789',
        plan_name: 'Primary Data Center DR Plan',
        tests: 20,
        success_rate: 0.95,
        average_rto: 120,
        average_rpo: 30,
        last_test: '2024-01-15T00:00:00Z',
        objective_rto: 240,
        objective_rpo: 60,
      },
    ],
    test_results: [
      { test_type: 'full', count: 100, success_rate: 0.9, average_duration: 480, average_rto: 150, average_rpo: 40 },
      {
        test_type: 'partial',
        count: 100,
        success_rate: 0.95,
        average_duration: 240,
        average_rto: 120,
        average_rpo: 30,
      },
    ],
    failover_analytics: [
      { failover_type: 'planned', count: 3, success_rate: 1, average_duration: 300, average_rto: 120, average_rpo: 30 },
      {
        failover_type: 'unplanned',
        count: 2,
        success_rate: 1,
        average_duration: 180,
        average_rto: 90,
        average_rpo: 15,
      },
    ],
    time_series: [
      {
        date: '2024-01-15',
        tests_scheduled: 5,
        tests_completed: 5,
        successful_tests: 5,
        failed_tests: 0,
        failovers: 0,
      },
    ],
    generated_at: '2024-01-15T14:30:00Z',
  },
};
