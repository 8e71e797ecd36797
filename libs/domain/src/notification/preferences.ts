import type { ExecutionKind } from '../runbook/runbook.js';
import type { Moment } from './event.js';

/** A test's own wishes. */
export interface TestNotificationPreferences {
  readonly on_start?: boolean | null;
  readonly on_completion?: boolean | null;
  readonly on_failure?: boolean | null;
  readonly recipients?: readonly string[] | null;
}

/** The plan's wishes, as far as they are needed here. */
export interface PlanNotificationPreferences {
  readonly on_failover?: boolean | null;
  readonly on_recovery?: boolean | null;
  readonly on_test?: boolean | null;
  readonly recipients?: readonly string[] | null;
}

export interface Occasion {
  readonly kind: ExecutionKind;
  readonly moment: Moment;
  /** A test that ran to its end and did not meet its criteria says `failed`. */
  readonly overallResult: string | null;
  readonly plan: PlanNotificationPreferences | null;
  /** Recipients of the plan's testing schedule. */
  readonly testingSchedule: readonly string[] | null;
  readonly test: TestNotificationPreferences | null;
  /** False silences a failover. */
  readonly notifyStakeholders: boolean;
}

/**
 * Who is told. A wish that was not expressed means yes: whoever names recipients wants to hear. A test's own wishes
 * stand above the plan's `on_test`; recipients that it does not name are the plan's.
 */
export function recipientsOf(occasion: Occasion): readonly string[] {
  return isWanted(occasion) ? unique(addressees(occasion)) : [];
}

function isWanted({ kind, moment, overallResult, plan, test, notifyStakeholders }: Occasion): boolean {
  switch (kind) {
    case 'failover':
      return notifyStakeholders && plan?.on_failover !== false;
    case 'procedure':
      return plan?.on_recovery !== false;
    case 'test':
      return test === null ? plan?.on_test !== false : isWantedByTest(moment, overallResult, test);
  }
}

function isWantedByTest(moment: Moment, overallResult: string | null, test: TestNotificationPreferences): boolean {
  switch (moment) {
    case 'started':
      return test.on_start !== false;
    case 'completed':
    case 'completed_with_exceptions':
      return (overallResult === 'failed' ? test.on_failure : test.on_completion) !== false;
    // A test that waits for a person will not end well by itself.
    case 'paused':
    case 'failed':
    case 'rolled_back':
    case 'cancelled':
      return test.on_failure !== false;
  }
}

function addressees({ kind, plan, testingSchedule, test }: Occasion): readonly string[] {
  if (kind !== 'test') return plan?.recipients ?? [];
  return test?.recipients ?? [...(plan?.recipients ?? []), ...(testingSchedule ?? [])];
}

/** As they were written, each once. */
function unique(recipients: readonly string[]): readonly string[] {
  return [...new Set(recipients.map((recipient) => recipient.trim()))].filter((recipient) => recipient !== '');
}
