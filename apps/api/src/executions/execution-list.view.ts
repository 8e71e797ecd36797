import type { ListedExecution } from '#persistence/repositories/execution-list-repository.js';
import { instant, instantOrNull } from '../instant.js';
import { writeCursor } from './cursor.js';
import type { ExecutionPage } from './execution-list.service.js';
import { statusView } from './outcome.js';

export function executionListView({ items, next }: ExecutionPage) {
  return { items: items.map(itemView), next_cursor: next && writeCursor(next) };
}

function itemView(execution: ListedExecution) {
  const { requestedAt, completedAt } = execution;
  return {
    execution_id: execution.executionId,
    kind: execution.kind,
    plan_id: execution.planId,
    plan_version: execution.planVersion,
    procedure_id: execution.procedureId,
    status: statusView(execution.status),
    pause_reason: execution.pauseReason,
    progress: execution.progress,
    execution_mode: execution.mode,
    requested_at: instant(requestedAt),
    started_at: instantOrNull(execution.startedAt),
    completed_at: instantOrNull(completedAt),
    duration_ms: completedAt && completedAt.getTime() - requestedAt.getTime(),
    initiated_by: execution.initiatedBy,
    error: execution.error,
  };
}
