import { criticalPath, type TimedStep } from './critical-path.js';

interface TimedExecution {
  readonly requested_at: string;
  readonly completed_at: string | null;
  readonly steps: readonly TimedStep[];
}

/**
 * What the service itself took, milliseconds: from the request to the end, minus the steps that nothing could have made
 * parallel. Null while it runs.
 */
export function orchestrationMs({ requested_at, completed_at, steps }: TimedExecution): number | null {
  if (completed_at === null) return null;
  return Date.parse(completed_at) - Date.parse(requested_at) - criticalPath(steps).durationMs;
}
