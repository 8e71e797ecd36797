import type { FindingRecord, PlanReadiness, ReadinessSummary } from '#persistence/readiness/readiness-records.js';
import { instant, instantOrNull } from '../instant.js';

export function readinessView(readiness: PlanReadiness) {
  const open = readiness.findings.filter(({ resolvedAt }) => resolvedAt === null);
  const resolved = readiness.findings.filter(({ resolvedAt }) => resolvedAt !== null);
  return {
    plan_id: readiness.planId,
    ...readinessSummaryView(readiness),
    why: readiness.why,
    evaluated_at: instantOrNull(readiness.evaluatedAt),
    evaluated_version: readiness.evaluatedVersion,
    next_evaluation: instantOrNull(readiness.nextEvaluation),
    requested_at: instantOrNull(readiness.requestedAt),
    findings: open.map(findingView),
    resolved: resolved.map(findingView),
  };
}

export function readinessSummaryView({ score, status }: Pick<ReadinessSummary, 'score' | 'status'>) {
  return { score, status };
}

export function findingView(finding: FindingRecord) {
  return {
    finding_id: finding.findingId,
    code: finding.code,
    severity: finding.severity,
    subject: finding.subject,
    message: finding.message,
    measured: finding.measured,
    threshold: finding.threshold,
    raised_at: instant(finding.raisedAt),
    last_seen_at: instant(finding.lastSeenAt),
    acknowledged_at: instantOrNull(finding.acknowledgedAt),
    acknowledged_by: finding.acknowledgedBy,
    acknowledged_until: instantOrNull(finding.acknowledgedUntil),
    comment: finding.comment,
    resolved_at: instantOrNull(finding.resolvedAt),
  };
}
