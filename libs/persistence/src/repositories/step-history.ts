import type { StepHistories } from '#domain/estimate/step-history.js';
import type { ExecutionKind, ExecutionMode } from '#domain/runbook/runbook.js';

/** Ended runs that are looked at; how things were long ago says little of today. */
const RUNS = 20;

/** People's steps have no duration of their own: they took from when they waited until they were confirmed. */
const HISTORY = /* sql */ `
  WITH runs AS (
    SELECT execution_id FROM executions
    WHERE plan_id = $1 AND kind = $2 AND mode = $3 AND completed_at IS NOT NULL
    ORDER BY requested_at DESC LIMIT ${RUNS}
  ), taken AS (
    SELECT step.step_id,
      coalesce(step.duration_ms, extract(epoch FROM step.completed_at - step.started_at)::float8 * 1000) AS ms
    FROM runs JOIN execution_steps AS step ON step.execution_id = runs.execution_id
    WHERE step.status = 'succeeded'
  )
  SELECT step_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY ms) AS p90, count(*)::integer AS runs
  FROM taken WHERE ms IS NOT NULL GROUP BY step_id
`;

interface Row {
  readonly step_id: string;
  readonly p50: number;
  readonly p90: number;
  readonly runs: number;
}

/** A connection, or whatever else asks the database. */
interface Queryable {
  query<T>(statement: string, values: unknown[]): Promise<T>;
}

/**
 * What the steps of a plan took in its last ended runs of the same kind.
 * @param planRowId row id of the plan
 */
export async function stepHistories(
  database: Queryable,
  planRowId: string,
  kind: ExecutionKind,
  mode: ExecutionMode,
): Promise<StepHistories> {
  const rows = await database.query<Row[]>(HISTORY, [planRowId, kind, mode]);
  return new Map(rows.map(({ step_id, p50, p90, runs }) => [step_id, { p50Ms: p50, p90Ms: p90, runs }]));
}
