import { piecesOf, type Span } from '#domain/analytics/range-pieces.js';

/** Values of a statement that is put together, numbered as they come. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

export interface FactFilter {
  readonly span: Span;
  /** Row id of one plan; null is all of them. */
  readonly planRowId: string | null;
}

const MEASURES = `scheduled, total, successful, failed, duration_count, duration_ms, rto_count, rto_ms, rpo_count, rpo_ms`;

/** Rows themselves, in the form of roll-ups of one. */
const EDGE = `scheduled, total, successful, failed,
  (duration_ms IS NOT NULL)::integer, coalesce(duration_ms, 0),
  (rto_ms IS NOT NULL)::integer, coalesce(rto_ms, 0), (rpo_ms IS NOT NULL)::integer, coalesce(rpo_ms, 0)`;

/**
 * Everything that happened in a span, by plan, kind and type: roll-ups where whole buckets lie in it, what is not
 * rolled up yet, and at the ends, which cut through buckets, the rows themselves. Several rows may be of one group.
 */
export function planFacts(filter: FactFilter, values: Values): string {
  const { buckets, covered, edges } = piecesOf(filter.span);
  const group = `plan_id, kind, type`;
  return union([
    // No row, and the columns' names and types, whatever the span is.
    `SELECT ${group}, ${MEASURES} FROM analytics_deltas WHERE false`,
    ...buckets.map(
      (piece) => `SELECT ${group}, ${MEASURES} FROM analytics_buckets
        WHERE grain = '${piece.grain}' AND ${within('bucket', piece, filter, values)}`,
    ),
    ...(covered === null
      ? []
      : [`SELECT ${group}, ${MEASURES} FROM analytics_deltas WHERE ${within('bucket', covered, filter, values)}`]),
    ...edges.map(
      (edge) => `SELECT ${group}, ${EDGE} FROM analytics_contributions WHERE ${within('at', edge, filter, values)}`,
    ),
  ]);
}

/**
 * Everything that happened in a span by its instant, as exactly as days need it: of all plans from the roll-up of them
 * all, of one from its own.
 */
export function timeFacts({ span, planRowId }: FactFilter, values: Values): string {
  const { covered, edges } = piecesOf(span);
  const filter = { span, planRowId };
  const counts = 'kind, scheduled, total, successful, failed';
  const rollUp =
    planRowId === null ? 'FROM analytics_quarters WHERE' : `FROM analytics_buckets WHERE grain = 'quarter' AND`;
  return union([
    `SELECT bucket AS at, ${counts} FROM analytics_deltas WHERE false`,
    ...(covered === null
      ? []
      : [
          `SELECT bucket, ${counts} ${rollUp} ${within('bucket', covered, filter, values)}`,
          `SELECT bucket, ${counts} FROM analytics_deltas WHERE ${within('bucket', covered, filter, values)}`,
        ]),
    ...edges.map(
      (edge) => `SELECT at, ${counts} FROM analytics_contributions WHERE ${within('at', edge, filter, values)}`,
    ),
  ]);
}

function union(selects: readonly string[]): string {
  return selects.join(' UNION ALL ');
}

function within(column: string, { from, to }: Span, { planRowId }: FactFilter, values: Values): string {
  return [
    ...(from === null ? [] : [`${column} >= ${values.add(from)}`]),
    ...(to === null ? [] : [`${column} < ${values.add(to)}`]),
    ...(planRowId === null ? [] : [`plan_id = ${values.add(planRowId)}`]),
    'true',
  ].join(' AND ');
}
