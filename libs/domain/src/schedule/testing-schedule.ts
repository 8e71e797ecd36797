import type { TestingSchedule } from '../plan/plan-document.js';
import type { PlanFault } from '../plan/plan-fault.js';
import { FREQUENCIES, frequencyOf, nextOccurrence } from './next-occurrence.js';
import { isTimeZone } from './zoned-time.js';

/** What in a testing schedule can not be kept to: tests that never come must not look scheduled. */
export function scheduleFaults(schedule: TestingSchedule | null): readonly PlanFault[] {
  if (schedule === null) return [];
  const { frequency, timezone } = schedule;
  return [
    ...(frequencyOf(frequency) === null
      ? [
          {
            field: 'testing_schedule.frequency',
            issue: `Unknown frequency: ${frequency} (there are ${FREQUENCIES.join(', ')})`,
          },
        ]
      : []),
    ...(timezone !== undefined && !isTimeZone(timezone)
      ? [{ field: 'testing_schedule.timezone', issue: `Unknown time zone: ${timezone}` }]
      : []),
  ];
}

/**
 * When the next test is due after one that ended at `after`; counted from the schedule's own first date, or from
 * `after` when the schedule names none. Null: there is no schedule to follow.
 */
export function nextTestAfter(schedule: TestingSchedule | null, after: Date): Date | null {
  const frequency = schedule === null ? null : frequencyOf(schedule.frequency);
  if (schedule === null || frequency === null) return null;
  const anchor = schedule.next_test ? new Date(schedule.next_test) : after;
  return nextOccurrence(anchor, frequency, zoneOf(schedule), after);
}

/**
 * When a schedule starts a test by itself. A date that lay in the past when it was written down is overdue and is shown
 * so, but nobody who enters an old date asks for a test this minute: the first occurrence after that starts one.
 * @param saidAt when the plan's version was saved.
 */
export function startsAt(schedule: TestingSchedule | null, nextTest: Date, saidAt: Date): Date | null {
  const frequency = schedule === null ? null : frequencyOf(schedule.frequency);
  if (schedule === null || frequency === null) return null;
  return nextTest >= saidAt ? nextTest : nextOccurrence(nextTest, frequency, zoneOf(schedule), saidAt);
}

function zoneOf({ timezone }: TestingSchedule): string {
  return timezone !== undefined && isTimeZone(timezone) ? timezone : 'UTC';
}
