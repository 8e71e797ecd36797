import type { JournalRecord } from '#domain/execution/journal-entry.js';

/** What a person was asked to do, the last time that the step waited for one. */
export function taskOf(records: readonly JournalRecord[], stepId: string): string | null {
  const tasks = records.flatMap(({ entry }) =>
    entry.type === 'step_waiting' && entry.stepId === stepId ? [entry.task] : [],
  );
  return tasks.at(-1) ?? null;
}
