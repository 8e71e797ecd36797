/** SPEC.md, word for word: test/contract/documents/4-execute-recovery-procedure.json. */
export const EXECUTE_PROCEDURE = {
  request: {
    execution_type: 'manual',
    parameters: {
      backup_id: 'backup_123456789',
      target_database: 'delivery_db_restore',
      verify_integrity: true,
      skip_constraints: false,
    },
    execution_options: { priority: 'high', timeout: 600, retry_attempts: 3, parallel_execution: false },
    executed_by: 'admin_123456789',
  },
  response: {
    execution_id: 'exec_123456789',
    procedure_id: 'proc_123456789',
    execution_type: 'manual',
    parameters: {
      backup_id: 'backup_123456789',
      target_database: 'delivery_db_restore',
      verify_integrity: true,
      skip_constraints: false,
    },
    execution_options: { priority: 'high', timeout: 600, retry_attempts: 3, parallel_execution: false },
    status: 'running',
    progress: 0,
    started_at: '2024-01-15T12:30:00Z',
    estimated_completion: '2024-01-15T12:40:00Z',
    executed_by: 'admin_123456789',
  },
};
