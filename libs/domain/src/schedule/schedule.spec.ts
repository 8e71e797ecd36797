import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FREQUENCIES, frequencyOf, nextOccurrence, type Frequency } from './next-occurrence.js';
import { nextTestAfter, scheduleFaults, startsAt } from './testing-schedule.js';
import { isTimeZone, toInstant, toWallTime } from './zoned-time.js';

const ZONES = [
  'UTC',
  'America/Toronto',
  'Europe/Berlin',
  'Australia/Lord_Howe', // puts its clocks forward by half an hour
  'Asia/Kathmandu',
  'Pacific/Apia', // left out a whole day
  'America/St_Johns',
];

const DAY = 86_400_000;
const instants = fc
  .date({ min: new Date('1995-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
const zones = fc.constantFrom(...ZONES);
const frequencies = fc.constantFrom(...FREQUENCIES);

/** The occurrences after the anchor, one after the other. */
function follow(anchor: string, frequency: Frequency, zone: string, count: number): readonly string[] {
  const found: Date[] = [];
  for (let last = new Date(anchor); found.length < count; last = found.at(-1)!) {
    found.push(nextOccurrence(new Date(anchor), frequency, zone, last));
  }
  return found.map((date) => date.toISOString().replace('.000Z', 'Z'));
}

describe('time in a zone', () => {
  it('an instant shown on clocks and read back is the same, or the earlier of two that show the same', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const back = toInstant(toWallTime(instant, zone), zone);
        expect(toWallTime(back, zone)).toEqual(toWallTime(instant, zone));
        expect(back.getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(instant.getTime() - back.getTime()).toBeLessThanOrEqual(DAY);
      }),
    );
  });

  it('a time that clocks skip is the moment to which they were put', () => {
    const at = (day: number, hours: number) => ({ year: 2026, month: 3, day, ofDay: hours * 3_600_000 });
    expect(toInstant(at(8, 2.5), 'America/Toronto').toISOString()).toBe('2026-03-08T07:00:00.000Z');
    expect(toInstant(at(29, 2), 'Europe/Berlin').toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  it('a day that the calendar of a zone never had is the beginning of the next', () => {
    const skipped = { year: 2011, month: 12, day: 30, ofDay: 12 * 3_600_000 };
    expect(toInstant(skipped, 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z');
  });

  it('a time that clocks show twice is the first of the two', () => {
    const twice = { year: 2026, month: 11, day: 1, ofDay: 1.5 * 3_600_000 };
    expect(toInstant(twice, 'America/Toronto').toISOString()).toBe('2026-11-01T05:30:00.000Z');
  });

  it('knows which zones there are', () => {
    expect(ZONES.every(isTimeZone)).toBe(true);
    expect(['Mars/Olympus', '+05:00', ''].some(isTimeZone)).toBe(false);
  });
});

describe('the next occurrence', () => {
  it('of the 31st is the last day of shorter months, and the 31st again', () => {
    expect(follow('2027-01-31T09:00:00Z', 'monthly', 'UTC', 3)).toEqual([
      '2027-02-28T09:00:00Z',
      '2027-03-31T09:00:00Z',
      '2027-04-30T09:00:00Z',
    ]);
    expect(follow('2028-01-31T09:00:00Z', 'monthly', 'UTC', 1)).toEqual(['2028-02-29T09:00:00Z']);
    expect(follow('2024-02-29T00:00:00Z', 'annual', 'UTC', 4).at(-1)).toBe('2028-02-29T00:00:00Z');
  });

  it('is at the same local time on both sides of a change of the clocks', () => {
    expect(follow('2026-03-01T14:00:00Z', 'weekly', 'America/Toronto', 2)).toEqual([
      '2026-03-08T13:00:00Z',
      '2026-03-15T13:00:00Z',
    ]);
  });

  it('comes back to its time after it fell into a gap', () => {
    expect(follow('2026-03-01T07:30:00Z', 'weekly', 'America/Toronto', 2)).toEqual([
      '2026-03-08T07:00:00Z',
      '2026-03-15T06:30:00Z',
    ]);
  });

  it('of the contract is the next quarter', () => {
    expect(follow('2024-04-01T00:00:00Z', 'quarterly', 'UTC', 1)).toEqual(['2024-07-01T00:00:00Z']);
    expect(follow('2024-04-01T00:00:00Z', 'semi_annual', 'UTC', 1)).toEqual(['2024-10-01T00:00:00Z']);
  });

  it('lies after, is an occurrence, and none lies between', () => {
    const longest: Readonly<Record<Frequency, number>> = {
      weekly: 7,
      monthly: 31,
      quarterly: 92,
      semi_annual: 184,
      annual: 366,
    };
    fc.assert(
      fc.property(instants, frequencies, zones, instants, (anchor, frequency, zone, after) => {
        const next = nextOccurrence(anchor, frequency, zone, after);
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        const latest = Math.max(anchor.getTime(), after.getTime() + (longest[frequency] + 2) * DAY);
        expect(next.getTime()).toBeLessThanOrEqual(latest);
        // Asked just before it, it is found again: it does not depend on when one asks.
        expect(nextOccurrence(anchor, frequency, zone, new Date(next.getTime() - 1))).toEqual(next);
        if (next > anchor && frequency !== 'weekly') {
          const [from, to] = [toWallTime(anchor, zone), toWallTime(next, zone)];
          // The same day, or the last one of a shorter month; only a day that was skipped makes it a later one.
          expect(to.day <= from.day || to.ofDay !== from.ofDay).toBe(true);
        }
      }),
    );
  });
});

describe('a testing schedule', () => {
  const schedule = { frequency: 'quarterly', next_test: '2024-04-01T00:00:00Z' };

  it('knows its frequencies however they are written, and no others', () => {
    expect(['semi-annual', 'Semi Annual', 'semi_annually'].map(frequencyOf)).toEqual(Array(3).fill('semi_annual'));
    expect(frequencyOf('constructor')).toBeNull();
    expect(scheduleFaults({ frequency: 'now and then', timezone: 'Mars/Olympus' }).map(({ field }) => field)).toEqual([
      'testing_schedule.frequency',
      'testing_schedule.timezone',
    ]);
    expect(scheduleFaults(schedule)).toEqual([]);
  });

  it('goes on from its own first date after a test', () => {
    expect(nextTestAfter(schedule, new Date('2024-04-01T08:00:00Z'))).toEqual(new Date('2024-07-01T00:00:00Z'));
    expect(nextTestAfter({ frequency: 'weekly' }, new Date('2024-04-01T08:00:00Z'))).toEqual(
      new Date('2024-04-08T08:00:00Z'),
    );
  });

  it('does not start at once when its date lay in the past as it was written down', () => {
    const next = new Date(schedule.next_test);
    expect(startsAt(schedule, next, new Date('2024-01-15T00:00:00Z'))).toEqual(next);
    expect(startsAt(schedule, next, new Date('2026-11-23T00:00:00Z'))).toEqual(new Date('2027-01-01T00:00:00Z'));
  });
});
