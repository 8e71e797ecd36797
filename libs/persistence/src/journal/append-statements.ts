/**
 * How appends are written. Each is one statement, so one commit: the entries, the execution's row, and the check of the
 * epoch and of what the entries were decided on. The row's lock puts an execution's appends in order; when its epoch or
 * its journal has moved on `held` does not have it and nothing of it is written. The rows of its steps are written
 * when it comes to rest (docs/decisions/0022).
 */

/** Place in the order over all executions (docs/decisions/0011). */
const POSITION = 'greatest(last_position, pg_current_xact_id()::text::bigint)';

/** Nobody has to hold what is over: its last append gives the lease back. */
function lettingGoWhen(ended: string): string {
  return `
    lease_owner = CASE WHEN ${ended} THEN NULL ELSE lease_owner END,
    lease_expires_at = CASE WHEN ${ended} THEN NULL ELSE lease_expires_at END,
    fault = CASE WHEN ${ended} THEN NULL ELSE fault END,
    faults = CASE WHEN ${ended} THEN 0 ELSE faults END
  `;
}

const SET_STEP = /* sql */ `
  status = kept.status, attempts = kept.attempts, started_at = kept.started_at, completed_at = kept.completed_at,
  duration_ms = kept.duration_ms, output = kept.output, error = kept.error
`;

const KEPT = /* sql */ `
  kept (step_id text, status text, attempts integer, started_at timestamptz, completed_at timestamptz,
    duration_ms double precision, output jsonb, error jsonb)
`;

const IS_HELD = 'lease_epoch = $2::bigint AND lease_owner IS NOT NULL AND last_seq = $3::bigint';

const WORK_OF_ONE = /* sql */ `(
  SELECT coalesce(sum(weight), 0) FROM execution_steps WHERE execution_id = $1::text AND step_id = ANY ($5::text[])
)`;

const ENTRIES_OF_ONE = /* sql */ `
  INSERT INTO execution_journal (execution_id, seq, epoch, at, entry, position)
  SELECT $1::text, $3::bigint + entry.ordinality, $2::bigint, now(), entry.value, held.last_position
  FROM held, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS entry
  RETURNING at
`;

/** The site that owns the execution's plan from now on; null: as before. */
const movingAuthority = (to: string) => /* sql */ `
  authority AS (
    UPDATE plan_authority SET active_site = ${to}::text, changed_at = now()
    FROM held
    WHERE plan_authority.plan_id = held.plan_id AND ${to}::text IS NOT NULL
  )
`;

/** Names no column that a trigger or an index watches, so PostgreSQL neither looks at triggers nor writes to indexes. */
const HELD_FOR_STEPS = /* sql */ `
  held AS (
    UPDATE executions SET
      last_seq = last_seq + jsonb_array_length($4::jsonb),
      last_position = ${POSITION},
      work_over = work_over + $5::bigint
    WHERE execution_id = $1::text AND ${IS_HELD}
    RETURNING plan_id, last_position
  )
`;

/**
 * What most appends are: steps end and begin.
 * $1 execution, $2 epoch, $3 newest seq, $4 entries, $5 work that is over now, by weight
 */
export const APPEND_STEPS = /* sql */ `WITH ${HELD_FOR_STEPS} ${ENTRIES_OF_ONE}`;

/** The same when a step passed the point of no return: customers wait for the next one. $6 authority */
export const APPEND_STEPS_AND_AUTHORITY = /* sql */ `
  WITH ${HELD_FOR_STEPS}, ${movingAuthority('$6')} ${ENTRIES_OF_ONE}
`;

/** Any append. $5 ids of the steps that are over now, $6 rows of steps, $7 status, $8 pause reason, $9 started, $10 ended, $11 outcome, $12 error, $13 authority, $14 when it is due */
export const APPEND = /* sql */ `
  WITH held AS (
    UPDATE executions SET
      last_seq = last_seq + jsonb_array_length($4::jsonb),
      last_position = ${POSITION},
      work_over = work_over + ${WORK_OF_ONE},
      status = coalesce($7::text, status),
      pause_reason = CASE WHEN $7::text IS NULL THEN pause_reason ELSE $8::text END,
      wake_at = CASE WHEN $7::text IS NULL THEN wake_at ELSE $14::timestamptz END,
      started_at = CASE WHEN $9::boolean THEN coalesce(started_at, now()) ELSE started_at END,
      completed_at = CASE WHEN $10::boolean THEN now() ELSE completed_at END,
      ${lettingGoWhen('$10::boolean')},
      outcome = coalesce($11::jsonb, outcome),
      error = coalesce($12::jsonb, error)
    WHERE execution_id = $1::text AND ${IS_HELD}
    RETURNING plan_id, last_position
  ), steps AS (
    UPDATE execution_steps AS step SET ${SET_STEP}
    FROM held, jsonb_to_recordset($6::jsonb) AS ${KEPT}
    WHERE step.execution_id = $1::text AND step.step_id = kept.step_id
  ), ${movingAuthority('$13')}
  ${ENTRIES_OF_ONE}
`;

/**
 * Appends to many executions; `ix` is their place in the group. It waits for no execution: one that another
 * transaction has locked is left out like one that is not held. So groups can not get into a deadlock, and one
 * locked execution can not hold up the rest.
 */
export const APPEND_GROUP = /* sql */ `
  WITH locked AS (
    SELECT append.* FROM jsonb_to_recordset($1::jsonb) AS append (
      ix integer, execution_id text, epoch bigint, after_seq bigint, entries jsonb, over text[], steps jsonb,
      status text, pause_reason text, wake_at timestamptz, started boolean, ended boolean, outcome jsonb, error jsonb
    ) JOIN executions AS execution ON execution.execution_id = append.execution_id
    WHERE lease_epoch = append.epoch AND lease_owner IS NOT NULL AND last_seq = append.after_seq
    FOR UPDATE OF execution SKIP LOCKED
  ), held AS (
    UPDATE executions AS execution SET
      last_seq = last_seq + jsonb_array_length(locked.entries),
      last_position = ${POSITION},
      work_over = execution.work_over + (
        SELECT coalesce(sum(weight), 0) FROM execution_steps AS step
        WHERE step.execution_id = locked.execution_id AND step.step_id = ANY (locked.over)
      ),
      status = coalesce(locked.status, execution.status),
      pause_reason = CASE WHEN locked.status IS NULL THEN execution.pause_reason ELSE locked.pause_reason END,
      wake_at = CASE WHEN locked.status IS NULL THEN execution.wake_at ELSE locked.wake_at END,
      started_at = CASE WHEN locked.started THEN coalesce(started_at, now()) ELSE started_at END,
      completed_at = CASE WHEN locked.ended THEN now() ELSE completed_at END,
      ${lettingGoWhen('locked.ended')},
      outcome = coalesce(locked.outcome, execution.outcome),
      error = coalesce(locked.error, execution.error)
    FROM locked WHERE execution.execution_id = locked.execution_id
    RETURNING locked.ix, locked.execution_id, locked.epoch, locked.after_seq, locked.entries, locked.steps, last_position
  ), steps AS (
    UPDATE execution_steps AS step SET ${SET_STEP}
    FROM held, jsonb_to_recordset(held.steps) AS ${KEPT}
    WHERE step.execution_id = held.execution_id AND step.step_id = kept.step_id
  ), written AS (
    INSERT INTO execution_journal (execution_id, seq, epoch, at, entry, position)
    SELECT held.execution_id, held.after_seq + entry.ordinality, held.epoch, now(), entry.value, held.last_position
    FROM held, jsonb_array_elements(held.entries) WITH ORDINALITY AS entry
  )
  SELECT ix, now() AS at FROM held
`;
