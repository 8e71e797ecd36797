/** Roll-ups are kept in buckets of 15 minutes, because the days of every zone begin at a multiple of them in UTC. */
export const QUARTER_MS = 15 * 60_000;

/** How fine a bucket of a roll-up is: a quarter of an hour, a month of UTC, or all time. */
export type Grain = 'quarter' | 'month' | 'all';

/** From `from` on and before `to`; null is open. */
export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface RangePieces {
  /** Whole buckets, to be summed up from roll-ups of their grain. */
  readonly buckets: readonly (Span & { readonly grain: Grain })[];
  /** What the buckets cover together; null when there are none. */
  readonly covered: Span | null;
  /** Less than a bucket at either end, to be read from the rows themselves. */
  readonly edges: readonly { readonly from: Date; readonly to: Date }[];
}

/** Cuts a span into the fewest buckets; together with the edges they are the span, and nothing is in two of them. */
export function piecesOf({ from, to }: Span): RangePieces {
  if (from === null && to === null) {
    return { buckets: [{ grain: 'all', from: null, to: null }], covered: { from: null, to: null }, edges: [] };
  }
  if (from !== null && to !== null && from >= to) return { buckets: [], covered: null, edges: [] };
  const first = from && quarterFrom(from);
  const last = to && quarterBefore(to);
  // Both ends lie in one bucket.
  if (first !== null && last !== null && first > last) {
    return { buckets: [], covered: null, edges: [{ from: from!, to: to! }] };
  }
  const edges = [
    ...(from !== null && from < first! ? [{ from, to: first! }] : []),
    ...(to !== null && last! < to ? [{ from: last!, to }] : []),
  ];
  if (first !== null && last !== null && first.getTime() === last.getTime()) {
    return { buckets: [], covered: null, edges };
  }
  return { buckets: bucketsOf(first, last), covered: { from: first, to: last }, edges };
}

function bucketsOf(from: Date | null, to: Date | null): RangePieces['buckets'] {
  const firstMonth = from && monthFrom(from);
  const lastMonth = to && monthBefore(to);
  if (firstMonth !== null && lastMonth !== null && firstMonth >= lastMonth) return [{ grain: 'quarter', from, to }];
  return [
    ...(from !== null && from < firstMonth! ? [{ grain: 'quarter' as const, from, to: firstMonth }] : []),
    { grain: 'month', from: firstMonth, to: lastMonth },
    ...(to !== null && lastMonth! < to ? [{ grain: 'quarter' as const, from: lastMonth, to }] : []),
  ];
}

function quarterBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

function quarterFrom(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

function monthBefore(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
}

function monthFrom(at: Date): Date {
  const month = monthBefore(at);
  return month.getTime() === at.getTime() ? at : new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}
