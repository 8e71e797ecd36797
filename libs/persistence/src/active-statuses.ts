import { EXECUTION_STATUSES, isTerminal } from '#domain/execution/transitions.js';

/**
 * The statuses of what is not over, as a list in SQL: `status IN ${ACTIVE_STATUSES}`. The partial indexes over such
 * executions are found by statements that say it in the same words.
 */
export const ACTIVE_STATUSES = /* sql */ `(${EXECUTION_STATUSES.filter((status) => !isTerminal(status))
  .map((status) => `'${status}'`)
  .join(', ')})`;
