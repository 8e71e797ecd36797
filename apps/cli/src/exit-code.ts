import type { ExecutionStatus } from '#domain/execution/transitions.js';

/** What the shell is told. */
export const EXIT = {
  completed: 0,
  /** The execution failed, was cancelled or rolled back, or the command could not do its work. */
  failed: 1,
  usage: 2,
  /** A person has to do or decide something; then the same command goes on. */
  waiting: 3,
  /** Completed, and steps were skipped or passed over: somebody should look at them. */
  exceptions: 4,
} as const;

export function exitCodeOf(status: ExecutionStatus): number {
  if (status === 'completed') return EXIT.completed;
  if (status === 'completed_with_exceptions') return EXIT.exceptions;
  return status === 'paused' ? EXIT.waiting : EXIT.failed;
}
