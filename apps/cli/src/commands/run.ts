import type { JournalRecord } from '#domain/execution/journal-entry.js';
import { isTerminal } from '#domain/execution/transitions.js';
import { comment, personName, readArguments, readJsonFile, type Given } from '../arguments.js';
import { JournalHeldError, UsageError } from '../errors.js';
import { EXIT, exitCodeOf } from '../exit-code.js';
import { askPerson } from '../run/ask-person.js';
import type { JournalDirectory } from '../run/journal-directory.js';
import { openTasks, taskText } from '../run/open-tasks.js';
import { prepareRun, type RunCommand } from '../run/prepare-run.js';
import { runSecrets } from '../run/secrets.js';
import { survivalActions } from '../run/survival-actions.js';
import { survivalEngine } from '../run/survival-engine.js';
import { hasTerminal } from '../terminal/ask.js';
import { entryText } from '../terminal/entry-text.js';
import { outcomeText } from '../terminal/outcome-text.js';
import { complain, say } from '../terminal/say.js';
import { taskOf } from '../run/task-of.js';
import { verifyingKey } from '../verifying-key.js';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

const OPTIONS = {
  key: TEXT,
  type: TEXT,
  procedure: TEXT,
  reason: TEXT,
  by: TEXT,
  journal: TEXT,
  'passphrase-file': TEXT,
  'secrets-file': TEXT,
  'outage-started': TEXT,
  epoch: TEXT,
  'allow-commands': TEXT,
  'action-packages': TEXT,
  'i-declare-the-service-dead': FLAG,
  'allow-expired': FLAG,
  'no-input': FLAG,
} as const;

/** Executes a plan where nothing of the service is left, as far as it goes now. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const given = readArguments(args, OPTIONS, ['file']);
  const command = commandOf(given);
  const run = await prepareRun(command);
  const mayAsk = !given.flag('no-input');
  const secrets = await runSecrets(run.bundle, run.journal.execution.runbook, {
    passphraseFile: given.text('passphrase-file'),
    secretsFile: given.text('secrets-file'),
    mayAsk,
  });
  const { runbook, executionId } = run.journal.execution;
  say(`${executionId}: ${command.runbook} of ${run.bundle.plan.plan_name}, journal in ${command.directory}`);
  const actions = await survivalActions(runbook, secrets, {
    allowedCommands: listOf(given.text('allow-commands')),
    packages: listOf(given.text('action-packages')),
  });
  const engine = survivalEngine(run.journal, actions, tell(run), (error) => complain(textOf(error)));
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
    void engine.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    for (;;) {
      const { how } = await engine.run(executionId);
      if (how === 'lost') throw new Error('another process has taken the journal over; nothing more was done here');
      if (how === 'handed_over' || stopped.signal.aborted) {
        say('Stopped. The same command goes on.');
        return EXIT.failed;
      }
      refuseWhenHeld(run, command.directory);
      const state = run.journal.state();
      if (isTerminal(state.status)) {
        for (const line of outcomeText(runbook, state, run.bundle.plan.document)) say(line);
        say(`Take it into the service when that is back: drctl ingest --journal ${command.directory} --url <service>`);
        return exitCodeOf(state.status);
      }
      const goesOn = mayAsk && hasTerminal() && (await askPerson(run.journal, command.by, stopped.signal));
      if (!goesOn) return leave(run, command.directory);
    }
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
    actions.close();
  }
}

function commandOf(given: Given): RunCommand {
  const type = given.text('type');
  const procedure = given.text('procedure');
  if ((type === undefined) === (procedure === undefined)) throw new UsageError('say either --type or --procedure');
  if (type !== undefined && type !== 'planned' && type !== 'unplanned') {
    throw new UsageError('--type must be planned or unplanned');
  }
  const epoch = Number(given.text('epoch') ?? '0');
  if (!Number.isSafeInteger(epoch) || epoch < 0) throw new UsageError('--epoch must be a whole number');
  return {
    key: verifyingKey(given.required('key')),
    bundle: readJsonFile(given.positionals[0]!),
    runbook: procedure === undefined ? `failover:${type!}` : `procedure:${procedure}`,
    directory: given.required('journal'),
    by: personName(given.required('by')),
    reason: comment(given.required('reason')),
    outageStartedAt: instantOf(given.text('outage-started')),
    leastEpoch: epoch,
    declaredDead: given.flag('i-declare-the-service-dead'),
    allowExpired: given.flag('allow-expired'),
  };
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((item) => item.trim());
}

function instantOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const instant = new Date(text);
  const isClear = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(instant.getTime());
  if (!isClear) throw new UsageError('--outage-started must be like 2026-03-01T03:00:00Z');
  if (instant.getTime() > Date.now()) throw new UsageError('--outage-started must not be in the future');
  return instant.toISOString();
}

function tell({ journal }: JournalDirectory) {
  return ({ at, entry }: JournalRecord): void => {
    const line = entryText(journal.execution.runbook, entry);
    if (line !== null) say(`${at.toISOString().slice(11, 23)}  ${line}`);
  };
}

function refuseWhenHeld({ journal }: JournalDirectory, directory: string): void {
  const holder = journal.holder();
  if (holder !== null) throw new JournalHeldError(directory, holder.owner, holder.process.pid, holder.process.host);
}

function leave({ journal }: JournalDirectory, directory: string): number {
  const { runbook } = journal.execution;
  const records = journal.records();
  for (const step of openTasks(journal.state())) {
    for (const line of taskText(runbook, step, taskOf(records, step.id), directory)) say(line);
  }
  say('Then run the same command again.');
  return EXIT.waiting;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
