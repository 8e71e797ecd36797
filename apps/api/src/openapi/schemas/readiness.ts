import { SEVERITIES } from '#domain/readiness/finding.js';
import type { Schemas } from '../model.js';
import {
  answer,
  described,
  instant,
  list,
  nullable,
  oneOf,
  ref,
  request,
  string,
  text,
  utc,
  whole,
} from '../schema.js';

const STATUSES = ['ready', 'at_risk', 'not_ready', 'unknown', 'not_applicable'];
const summary = {
  score: nullable(described(whole(0, 100), 'Falls with findings and with the age of what was seen; null: not known.')),
  status: ref('ReadinessStatus'),
};

export const READINESS: Schemas = {
  ReadinessStatus: oneOf(STATUSES),
  ReadinessSummary: answer(summary),
  Readiness: answer({
    plan_id: string(),
    ...summary,
    why: nullable(string('Why there is nothing to evaluate.')),
    evaluated_at: nullable(utc()),
    evaluated_version: nullable(whole(1)),
    next_evaluation: nullable(utc()),
    requested_at: nullable(utc()),
    findings: described(list(ref('Finding')), 'Those that are not over, the worst first.'),
    resolved: described(list(ref('Finding')), 'Those that were resolved within a day.'),
  }),
  Finding: answer({
    finding_id: string(),
    code: string(),
    severity: oneOf(SEVERITIES),
    subject: string('What of the plan it is about.'),
    message: string('What is wrong, and what to do next.'),
    measured: nullable(string()),
    threshold: nullable(string()),
    raised_at: utc(),
    last_seen_at: utc(),
    acknowledged_at: nullable(utc()),
    acknowledged_by: nullable(string()),
    acknowledged_until: nullable(utc()),
    comment: nullable(string()),
    resolved_at: nullable(utc()),
  }),
  ReadinessCheck: answer({ plan_id: string(), requested_at: utc(), readiness: string('Where to look.') }),
  AcknowledgeFindingRequest: request(
    { comment: text(2000) },
    { until: described(instant(), 'Until when it counts; absent: until the finding is resolved.') },
  ),
};
