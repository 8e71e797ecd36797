import { pathText } from '#domain/diff/path-text.js';
import type { Change } from '#domain/diff/json-diff.js';
import type { PlanVersionRecord, PlanVersionSummary } from '#persistence/records.js';
import { instant } from '../instant.js';
import { documentView } from './plan.view.js';

export function versionSummaryView(version: PlanVersionSummary) {
  return { version: version.version, created_at: instant(version.createdAt), created_by: version.createdBy };
}

export function versionView(planId: string, version: PlanVersionRecord) {
  return { plan_id: planId, ...versionSummaryView(version), document: documentView(version.document) };
}

/** What was added has null before, what was removed null after; `kind` tells that from a value that is null. */
export function changeView(change: Change) {
  return {
    path: pathText(change.path),
    kind: change.kind,
    before: change.kind === 'added' ? null : change.before,
    after: change.kind === 'removed' ? null : change.after,
  };
}
