const EXECUTION = {
  execution_type: 'manual',
  parameters: {
    backup_id: 'backup_123456789',
    target_database: 'delivery_db_restore',
    verify_integrity: true,
    skip_constraints: false,
  },
  execution_options: { priority: 'high', timeout: 600, retry_attempts: 3, parallel_execution: false },
};

/** SPEC.md's document (test/contract/documents/4-execute-recovery-procedure.json) with what this service adds to its answer. */
export const EXECUTE_PROCEDURE = {
  request: { ...EXECUTION, executed_by: 'admin_123456789' },
  response: {
    execution_id: 'exec_123456789',
    procedure_id: 'proc_123456789',
    ...EXECUTION,
    status: 'running',
    progress: 0,
    started_at: '2024-01-15T12:30:00Z',
    estimated_completion: '2024-01-15T12:40:00Z',
    executed_by: 'admin_123456789',
    execution_mode: 'simulation',
    plan_id: 'plan_123456789',
  },
};
