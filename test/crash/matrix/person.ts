import { isTerminal } from '#domain/execution/transitions.js';
import { waitUntil } from '../../../lab/process/wait-until.js';
import type { MatrixLab, Run, StepRow } from './matrix-lab.js';

/** Milliseconds after which an execution that has not come to its end counts as stuck. */
const PATIENCE_MS = 120_000;

/** It neither ended nor asked for a person. */
export class StuckError extends Error {
  constructor(run: Run, where: string, options?: ErrorOptions) {
    super(`${run.executionId} is stuck: ${where}`, options);
    this.name = 'StuckError';
  }
}

/**
 * Does what the execution asks of a person, by the API and by nothing else, until it is over: tasks are confirmed, steps
 * in doubt are skipped. @throws StuckError
 */
export async function attend(lab: MatrixLab, run: Run): Promise<void> {
  let last = 'never looked at';
  try {
    await waitUntil(
      async () => {
        const { status, pause_reason } = await lab.row(run);
        last = `${status} ${pause_reason ?? ''}`;
        if (isTerminal(status)) return true;
        if (status === 'paused') await answer(lab, run, pause_reason);
        return false;
      },
      { what: 'the execution is over', deadlineMs: PATIENCE_MS, everyMs: 40 },
    );
  } catch (cause) {
    throw new StuckError(run, last, { cause });
  }
}

async function answer(lab: MatrixLab, run: Run, reason: string | null): Promise<void> {
  const steps = await lab.steps(run);
  if (reason === 'approval') await ask(lab, run, steps, 'waiting', 'confirm');
  if (reason === 'in_doubt') await ask(lab, run, steps, 'in_doubt', 'skip');
}

async function ask(
  lab: MatrixLab,
  run: Run,
  steps: readonly StepRow[],
  status: StepRow['status'],
  what: 'confirm' | 'skip',
): Promise<void> {
  for (const step of steps.filter((candidate) => candidate.status === status)) {
    const path = `/executions/${run.executionId}/steps/${step.step_id}/${what}`;
    // Answered before and not taken in yet, or the API just lost its database: the next look shows it.
    await lab.service.send('POST', path, { comment: 'looked at by the harness' });
  }
}
