import type { FileRequest } from '#file-journal/request-rules.js';
import { comment, personName, readArguments } from '../arguments.js';
import { EXIT } from '../exit-code.js';
import { requireJournal } from '../run/journal-directory.js';
import { say } from '../terminal/say.js';

export type Verb = 'confirm' | 'retry' | 'skip' | 'cancel';

const OPTIONS = { journal: { type: 'string' }, by: { type: 'string' }, comment: { type: 'string' } } as const;

/** Asks for something from another shell; whoever drives takes it in, or the next one who does. */
export function interveneCommand(verb: Verb, args: readonly string[]): number {
  const given = readArguments(args, OPTIONS, verb === 'cancel' ? [] : ['step']);
  const said = comment(verb === 'retry' || verb === 'skip' ? given.required('comment') : (given.text('comment') ?? ''));
  const { journal } = requireJournal(given.required('journal'));
  journal.request(requestOf(verb, given.positionals[0] ?? '', personName(given.required('by')), said));
  const holder = journal.holder();
  say(holder === null ? 'Written down. Nobody drives: run the same "drctl run" again.' : `Told ${holder.owner}.`);
  return EXIT.completed;
}

function requestOf(verb: Verb, stepId: string, by: string, said: string): FileRequest {
  switch (verb) {
    case 'confirm':
      return { type: 'step_confirmed', stepId, by, comment: said };
    case 'retry':
      return { type: 'retry_requested', stepId, by, comment: said };
    case 'skip':
      return { type: 'skip_requested', stepId, by, comment: said };
    case 'cancel':
      return { type: 'cancel_requested', by, comment: said };
  }
}
