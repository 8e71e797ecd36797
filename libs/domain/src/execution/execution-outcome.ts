import type { Json } from '../json.js';
import type { Runbook } from '../runbook/runbook.js';
import type { ExecutionState } from './execution-state.js';
import { failoverOutcome } from './failover-outcome.js';
import { procedureOutcome } from './procedure-outcome.js';

/** What is kept with the end of an execution: derived from its journal, by its kind. */
export function executionOutcome(runbook: Runbook, state: ExecutionState): Json {
  switch (runbook.kind) {
    case 'failover':
      // An outcome is plain data; its interface only has no index signature.
      return failoverOutcome(runbook, state) as unknown as Json;
    case 'procedure':
      return procedureOutcome(runbook, state) as unknown as Json;
    case 'test':
      return null;
  }
}
