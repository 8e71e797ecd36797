import { comment, personName, readArguments } from '../arguments.js';
import { EXIT } from '../exit-code.js';
import { requireJournal } from '../run/journal-directory.js';
import { stepRequest, type StepVerb } from '../run/step-request.js';
import { say } from '../terminal/say.js';

export type Verb = StepVerb | 'cancel';

const OPTIONS = { journal: { type: 'string' }, by: { type: 'string' }, comment: { type: 'string' } } as const;

/** Asks for something from another shell; whoever drives takes it in, or the next one who does. */
export function interveneCommand(verb: Verb, args: readonly string[]): number {
  const given = readArguments(args, OPTIONS, verb === 'cancel' ? [] : ['step']);
  const said = comment(verb === 'retry' || verb === 'skip' ? given.required('comment') : (given.text('comment') ?? ''));
  const { journal } = requireJournal(given.required('journal'));
  const person = { by: personName(given.required('by')), comment: said };
  const stepId = given.positionals[0] ?? '';
  journal.request(
    verb === 'cancel'
      ? { type: 'cancel_requested', ...person }
      : stepRequest(verb, stepId, journal.state().steps.get(stepId)?.status, person),
  );
  const holder = journal.holder();
  say(holder === null ? 'Written down. Nobody drives: run the same "drctl run" again.' : `Told ${holder.owner}.`);
  return EXIT.completed;
}
