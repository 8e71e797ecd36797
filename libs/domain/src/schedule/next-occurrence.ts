import { toInstant, toWallTime, type WallTime } from './zoned-time.js';

/** Days and months between two occurrences, by the frequency's name. */
const PERIODS = {
  weekly: { days: 7, months: 0 },
  monthly: { days: 0, months: 1 },
  quarterly: { days: 0, months: 3 },
  semi_annual: { days: 0, months: 6 },
  annual: { days: 0, months: 12 },
} as const;

export type Frequency = keyof typeof PERIODS;

export const FREQUENCIES = Object.keys(PERIODS) as readonly Frequency[];

/** Other ways in which people write a frequency. */
const SYNONYMS: ReadonlyMap<string, Frequency> = new Map([
  ['semiannual', 'semi_annual'],
  ['semi_annually', 'semi_annual'],
  ['semiannually', 'semi_annual'],
  ['annually', 'annual'],
  ['yearly', 'annual'],
]);

/** `semi-annual`, `Semi Annual` and `semi_annual` are the same; null when there is no such frequency. */
export function frequencyOf(name: string): Frequency | null {
  const written = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return FREQUENCIES.find((known) => known === written) ?? SYNONYMS.get(written) ?? null;
}

/** Mean length of a day and of a month, milliseconds; only for a first guess. */
const DAY = 86_400_000;
const MONTH = 30.436_875 * DAY;

/**
 * The first occurrence after an instant. Occurrences are counted from the anchor, so that a schedule that began on the
 * 31st comes back to the 31st after every shorter month, and always at the anchor's local time.
 * @param anchor the first occurrence.
 */
export function nextOccurrence(anchor: Date, frequency: Frequency, timeZone: string, after: Date): Date {
  const start = toWallTime(anchor, timeZone);
  const occurrence = (n: number): Date => (n === 0 ? anchor : toInstant(advance(start, frequency, n), timeZone));
  const { days, months } = PERIODS[frequency];
  const guess = Math.floor((after.getTime() - anchor.getTime()) / (days * DAY + months * MONTH));
  let n = Math.max(0, guess - 1);
  while (occurrence(n) <= after) n++;
  return occurrence(n);
}

function advance(start: WallTime, frequency: Frequency, times: number): WallTime {
  const { days, months } = PERIODS[frequency];
  const month = start.month - 1 + months * times;
  const year = start.year + Math.floor(month / 12);
  const inYear = ((month % 12) + 12) % 12;
  if (months > 0) return { ...start, year, month: inYear + 1, day: Math.min(start.day, daysIn(year, inYear + 1)) };
  const day = new Date(0);
  day.setUTCFullYear(start.year, start.month - 1, start.day + days * times);
  return { ...start, year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
}

function daysIn(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}
