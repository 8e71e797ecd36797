/** The one table of codes and their HTTP statuses. A code that is not in it is a bug of ours, and answered with 500. */
export const ERROR_STATUS: ReadonlyMap<string, number> = new Map([
  ['invalid_dr_plan', 400],
  ['invalid_failover_request', 400],
  ['invalid_procedure_request', 400],
  ['invalid_idempotency_key', 400],
  ['invalid_request', 400],
  ['unauthorized', 401],
  ['actor_mismatch', 403],
  ['forbidden', 403],
  ['component_not_found', 404],
  ['criterion_not_found', 404],
  ['alert_not_found', 404],
  ['execution_not_found', 404],
  ['failover_not_found', 404],
  ['not_found', 404],
  ['notification_not_found', 404],
  ['plan_not_found', 404],
  ['plan_version_not_found', 404],
  ['procedure_not_found', 404],
  ['step_not_found', 404],
  ['test_not_found', 404],
  ['method_not_allowed', 405],
  ['ambiguous_procedure', 409],
  ['failover_in_progress', 409],
  ['notification_pending', 409],
  ['idempotency_in_progress', 409],
  ['idempotency_outcome_unknown', 409],
  ['past_point_of_no_return', 409],
  ['plan_archived', 409],
  ['state_conflict', 409],
  ['precondition_failed', 412],
  ['payload_too_large', 413],
  ['unsupported_media_type', 415],
  ['idempotency_key_reused', 422],
  ['validation_failed', 422],
  ['precondition_required', 428],
  ['rate_limited', 429],
  ['internal_error', 500],
  ['identity_provider_unavailable', 503],
  ['not_ready', 503],
  ['too_many_streams', 503],
  ['service_unavailable', 503],
]);

/** Codes for what frameworks refuse by status alone. */
const STATUS_CODES: Readonly<Record<number, string>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

export function codeOfStatus(status: number): string {
  return STATUS_CODES[status] ?? 'invalid_request';
}
