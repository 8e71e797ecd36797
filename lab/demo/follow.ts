import { type Progress, type ProgressStep, type ProgressView, type StepMark } from '../terminal/progress.js';
import { waitUntil } from '../process/wait-until.js';
import type { Execution, ExecutionStep } from './documents.js';
import { isRefusal } from './service-api.js';

const POLL_MS = 100;
const DEADLINE_MS = 120_000;

/** A paused execution waits for a person, and nobody is at hand in a demo. */
const STANDING_STILL = ['completed', 'completed_with_exceptions', 'failed', 'cancelled', 'rolled_back', 'paused'];

/** Shows an execution while it runs; resolves with how it ended. */
export async function follow(
  look: () => Promise<Execution>,
  title: string,
  view: ProgressView,
  signal: AbortSignal,
): Promise<Execution> {
  try {
    return await waitUntil(
      async () => {
        const execution = await look();
        view.show(progressOf(execution, title));
        return STANDING_STILL.includes(execution.status) && execution;
      },
      { what: `the ${title} ends`, deadlineMs: DEADLINE_MS, everyMs: POLL_MS, signal, isFatal: isRefusal },
    );
  } finally {
    view.end();
  }
}

function progressOf(execution: Execution, title: string): Progress {
  const { status, progress, requested_at, completed_at, steps } = execution;
  const elapsedMs = Math.max(0, (timeOf(completed_at) ?? Date.now()) - Date.parse(requested_at));
  return { title, status, percent: progress, elapsedMs, steps: steps.map(progressStep) };
}

function progressStep(step: ExecutionStep): ProgressStep {
  const durationMs = durationOf(step);
  const note = noteOf(step);
  return {
    id: step.step_id,
    name: step.name,
    mark: markOf(step.status),
    ...(durationMs !== undefined && { durationMs }),
    ...(note !== undefined && { note }),
  };
}

function markOf(status: string): StepMark {
  switch (status) {
    case 'pending':
      return 'waiting';
    case 'running':
      return 'running';
    case 'succeeded':
      return 'done';
    case 'failed':
      return 'failed';
    default:
      return 'attention';
  }
}

function durationOf({ status, duration_ms, started_at }: ExecutionStep): number | undefined {
  if (duration_ms !== null) return duration_ms;
  const started = status === 'running' ? timeOf(started_at) : undefined;
  return started === undefined ? undefined : Math.max(0, Date.now() - started);
}

function noteOf({ status, attempts, error }: ExecutionStep): string | undefined {
  if (error) return error.message ?? error.code;
  if (markOf(status) === 'attention') return status;
  return attempts > 1 ? `attempt ${attempts}` : undefined;
}

function timeOf(iso: string | null): number | undefined {
  return iso === null ? undefined : Date.parse(iso);
}
