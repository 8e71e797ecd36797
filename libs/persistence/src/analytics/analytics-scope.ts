import type { Span } from '#domain/analytics/range-pieces.js';
import type { Ask } from '../consistent-read.js';
import { AnalyticsRangeError, PlanNotFoundError, UnknownTimeZoneError } from '../errors.js';
import type { AnalyticsFilter, Bound } from './analytics-records.js';

/** Days of a series when its beginning is not said. */
export const DEFAULT_SERIES_DAYS = 30;
/** Three years, with a leap day. */
export const MAX_SERIES_DAYS = 1_096;

const DAY_MS = 86_400_000;

/** What a filter means at this moment. */
export interface AnalyticsScope {
  readonly now: Date;
  readonly planRowId: string | null;
  /** What totals are of. */
  readonly totals: Span;
  /** What days are of. */
  readonly series: { readonly from: Date; readonly to: Date };
}

const INVALID_PARAMETER = '22023';

const SCOPE = /* sql */ `
  SELECT now() AS now,
    (SELECT id FROM disaster_recovery_plans WHERE plan_id = $2) AS plan_row_id,
    $3::date::timestamp AT TIME ZONE $1 AS from_day,
    ($4::date + 1)::timestamp AT TIME ZONE $1 AS after_to_day,
    ((coalesce($4::date, ($5::timestamptz AT TIME ZONE $1)::date, (now() AT TIME ZONE $1)::date) - $6::integer)::timestamp
      AT TIME ZONE $1) AS series_from
`;

interface ScopeRow {
  readonly now: Date;
  readonly plan_row_id: string | null;
  readonly from_day: Date | null;
  readonly after_to_day: Date | null;
  readonly series_from: Date;
}

/** @throws UnknownTimeZoneError, PlanNotFoundError, AnalyticsRangeError */
export async function analyticsScope(ask: Ask, filter: AnalyticsFilter): Promise<AnalyticsScope> {
  const row = await readScope(ask, filter);
  if (filter.planId !== null && row.plan_row_id === null) throw new PlanNotFoundError(filter.planId);
  const from = row.from_day ?? instantOf(filter.from);
  const lastInstant = instantOf(filter.to);
  const to = row.after_to_day ?? (lastInstant && new Date(lastInstant.getTime() + 1));
  if (from !== null && to !== null && from >= to) throw new AnalyticsRangeError('reversed');
  const seriesTo = to ?? new Date(row.now.getTime() + 1);
  const seriesFrom = from ?? row.series_from;
  // An hour more than the days have: a zone's clocks may go back in between.
  if (seriesTo.getTime() - seriesFrom.getTime() > MAX_SERIES_DAYS * DAY_MS + DAY_MS / 24) {
    throw new AnalyticsRangeError('too long');
  }
  return {
    now: row.now,
    planRowId: row.plan_row_id,
    totals: { from, to },
    series: { from: seriesFrom, to: seriesTo },
  };
}

async function readScope(ask: Ask, { from, to, planId, timeZone }: AnalyticsFilter): Promise<ScopeRow> {
  try {
    const values = [timeZone, planId, dayOf(from), dayOf(to), instantOf(to), DEFAULT_SERIES_DAYS - 1];
    const rows = await ask<ScopeRow>({ name: 'analytics_scope', text: SCOPE, values });
    return rows[0]!;
  } catch (error) {
    if (isUnknownZone(error)) throw new UnknownTimeZoneError(timeZone);
    throw error;
  }
}

/** PostgreSQL has a list of zones of its own, which may be older than JavaScript's. */
export function isUnknownZone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === INVALID_PARAMETER;
}

function dayOf(bound: Bound | null): string | null {
  return typeof bound === 'string' ? bound : null;
}

function instantOf(bound: Bound | null): Date | null {
  return bound instanceof Date ? bound : null;
}
