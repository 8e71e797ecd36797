import { readArguments, readTextFile } from '../arguments.js';
import { ServiceRefusedError, UsageError } from '../errors.js';
import { EXIT } from '../exit-code.js';
import { executionExport } from '../run/execution-export.js';
import { requireJournal } from '../run/journal-directory.js';
import { say } from '../terminal/say.js';

const OPTIONS = {
  journal: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

/** Hands a run to the service that was not there; any number of times, it is taken in once. */
export async function ingestCommand(args: readonly string[]): Promise<number> {
  const given = readArguments(args, OPTIONS, []);
  const run = requireJournal(given.required('journal'));
  const base = given.required('url');
  if (!URL.canParse(base)) throw new UsageError('--url must be the address of the service');
  const file = given.text('token-file');
  const token = file === undefined ? given.required('token') : readTextFile(file).trim();
  const answer = await fetch(new URL('/disaster-recovery/executions/ingest', base), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(executionExport(run)),
  });
  const text = await answer.text();
  if (!answer.ok) throw new ServiceRefusedError(answer.status, text);
  say(text);
  return EXIT.completed;
}
