/** A date and time as clocks and calendars in some time zone show it. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Milliseconds since midnight on the clock. */
  readonly ofDay: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the name is an IANA time zone, such as `America/Toronto`. Bare offsets are none: they know no seasons. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in the zone show at an instant. */
export function toWallTime(instant: Date, timeZone: string): WallTime {
  const shown = new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    ofDay: modulo(shown.getTime(), DAY),
  };
}

/**
 * The instant at which clocks in the zone show a time: the first one where they show it twice, and the first valid one
 * after it where they skip it. A day that the calendar does not have (31 April) is the next one that it has.
 */
export function toInstant(wall: WallTime, timeZone: string): Date {
  const shown = new Date(0);
  shown.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  const local = shown.getTime() + wall.ofDay;
  // Between a day before and a day after lies at most one change of the clocks.
  const before = offsetAt(local - DAY, timeZone);
  const after = offsetAt(local + DAY, timeZone);
  const candidates = [local - before, local - after].sort((a, b) => a - b);
  const exact = candidates.find((instant) => instant + offsetAt(instant, timeZone) === local);
  return new Date(exact ?? endOfGap(candidates[0]!, candidates[1]!, timeZone));
}

/** The moment in (from, to] at which the clocks were put forward. */
function endOfGap(from: number, to: number, timeZone: string): number {
  const offset = offsetAt(from, timeZone);
  let [still, changed] = [from, to];
  while (changed - still > 1) {
    const middle = Math.floor((still + changed) / 2);
    if (offsetAt(middle, timeZone) === offset) still = middle;
    else changed = middle;
  }
  return changed;
}

/** How far clocks in the zone are ahead of UTC, milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  const shown = new Date(0);
  shown.setUTCFullYear(year!, month! - 1, day);
  shown.setUTCHours(hour!, minute, second);
  // Formats show whole seconds.
  return shown.getTime() - (instant - modulo(instant, 1000));
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
