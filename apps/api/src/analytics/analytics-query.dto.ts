import { isTimeZone } from '#domain/analytics/time-zone.js';
import { isInstant, Matching, Optional, Text } from '../validation/validation.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Since 1972 the offsets of all zones are whole quarters of an hour, which is how finely roll-ups are kept. */
const FIRST_YEAR = 1972;
const LAST_YEAR = 9998;

function isBound(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const year = Number(value.slice(0, 4));
  return isInstant(DAY.test(value) ? `${value}T00:00:00Z` : value) && year >= FIRST_YEAR && year <= LAST_YEAR;
}

const Bound = () =>
  Matching(
    isBound,
    'must be a day or an ISO 8601 date and time with a time zone, such as 2024-01-31 or 2024-01-31T23:59:59Z, not before 1972',
  );

export const TIME_ZONE_RULE = 'must be the name of an IANA time zone, such as America/Toronto';

export class DashboardQueryDto {
  @Optional()
  @Text()
  plan_id?: string;

  @Optional()
  @Matching(isTimeZone, TIME_ZONE_RULE)
  timezone?: string;
}

export class AnalyticsQueryDto extends DashboardQueryDto {
  @Optional()
  @Bound()
  date_from?: string;

  @Optional()
  @Bound()
  date_to?: string;
}

/** A day stays a day, because only the zone says when it begins. */
export function toBound(text: string | undefined): Date | string | null {
  if (text === undefined) return null;
  return DAY.test(text) ? text : new Date(text);
}
