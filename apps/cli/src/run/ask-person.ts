import type { StepState } from '#domain/execution/execution-state.js';
import { RequestRefusedError } from '#file-journal/errors.js';
import type { FileJournal } from '#file-journal/file-journal.js';
import type { FileRequest } from '#file-journal/request-rules.js';
import { ask } from '../terminal/ask.js';
import { nameOf } from '../terminal/entry-text.js';
import { say } from '../terminal/say.js';
import { openTasks } from './open-tasks.js';

const VERBS: Readonly<Record<string, readonly string[]>> = {
  waiting: ['confirm', 'skip'],
  failed: ['retry', 'skip'],
  in_doubt: ['skip'],
};

/**
 * Asks the person at the terminal about everything that waits, and writes down what they say.
 * @returns false when they leave it for later.
 */
export async function askPerson(journal: FileJournal, by: string, signal: AbortSignal): Promise<boolean> {
  const { runbook } = journal.execution;
  for (const step of openTasks(journal.state())) {
    const verbs = VERBS[step.status]!;
    say(`? ${nameOf(runbook, step.id)}: ${step.error?.message ?? step.status}`);
    const answer = await ask(`  ${verbs.join(' | ')} <comment>, or leave: `, signal);
    if (answer === null || answer.trim() === 'leave') return false;
    const [verb = '', ...words] = answer.trim().split(/\s+/);
    const comment = words.join(' ');
    // A confirmation may be short; why something is not done must be said.
    if (!verbs.includes(verb) || (verb !== 'confirm' && comment === '')) {
      say(`  ${verbs.join(' or ')}${verb === 'confirm' ? '' : ', with a comment'}`);
      return true;
    }
    put(journal, requestOf(verb, step, by, comment));
  }
  return true;
}

function put(journal: FileJournal, request: FileRequest): void {
  try {
    journal.request(request);
  } catch (error) {
    // Somebody at another shell was faster.
    if (!(error instanceof RequestRefusedError)) throw error;
    say(`  ${error.message}`);
  }
}

function requestOf(verb: string, { id: stepId }: StepState, by: string, comment: string): FileRequest {
  if (verb === 'confirm') return { type: 'step_confirmed', stepId, by, comment };
  return { type: verb === 'retry' ? 'retry_requested' : 'skip_requested', stepId, by, comment };
}
