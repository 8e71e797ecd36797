import type { StepStatus } from '#domain/execution/transitions.js';
import { RequestRefusedError } from '#file-journal/errors.js';
import type { FileJournal } from '#file-journal/file-journal.js';
import { refusalOf, type FileRequest } from '#file-journal/request-rules.js';
import { ask } from '../terminal/ask.js';
import { nameOf } from '../terminal/entry-text.js';
import { say } from '../terminal/say.js';
import { openTasks } from './open-tasks.js';
import { isStepVerb, STEP_VERBS, stepRequest } from './step-request.js';

const MEANING: Readonly<Partial<Record<StepStatus, string>>> = {
  waiting: 'it waits for you; confirm it when it is done',
  in_doubt: 'in doubt; look, and confirm it when it has happened, or retry it when it has not',
};

/**
 * Asks the person at the terminal about everything that waits, and writes down what they say.
 * @returns false when they leave it for later.
 */
export async function askPerson(journal: FileJournal, by: string, signal: AbortSignal): Promise<boolean> {
  const { runbook } = journal.execution;
  const state = journal.state();
  for (const step of openTasks(state)) {
    const { id, status } = step;
    const verbs = STEP_VERBS.filter(
      (verb) => refusalOf(runbook, state, stepRequest(verb, id, status, { by, comment: '' }), new Date()) === null,
    );
    const why = [step.error?.message, MEANING[status]].filter((text) => text !== undefined);
    say(`? ${nameOf(runbook, id)}: ${why.join('; ')}`);
    const answer = await ask(`  ${verbs.join(' | ')} <comment>, or leave: `, signal);
    if (answer === null || answer.trim() === 'leave') return false;
    const [verb = '', ...words] = answer.trim().split(/\s+/);
    const comment = words.join(' ');
    // A confirmation may be short; why something is not done must be said.
    if (!isStepVerb(verb) || !verbs.includes(verb) || (verb !== 'confirm' && comment === '')) {
      say(`  ${verbs.join(' or ')}${verb === 'confirm' ? '' : ', with a comment'}`);
      return true;
    }
    put(journal, stepRequest(verb, id, status, { by, comment }));
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
