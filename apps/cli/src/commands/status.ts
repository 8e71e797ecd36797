import { isTerminal } from '#domain/execution/transitions.js';
import { readArguments } from '../arguments.js';
import { exitCodeOf } from '../exit-code.js';
import { executionExport } from '../run/execution-export.js';
import { requireJournal } from '../run/journal-directory.js';
import { openTasks, taskText } from '../run/open-tasks.js';
import { taskOf } from '../run/task-of.js';
import { outcomeText } from '../terminal/outcome-text.js';
import { say } from '../terminal/say.js';

/** How a run stands; anybody may ask while another process drives it. */
export function statusCommand(args: readonly string[]): number {
  const given = readArguments(args, { journal: { type: 'string' }, json: { type: 'boolean' } }, []);
  const directory = given.required('journal');
  const run = requireJournal(directory);
  const state = run.journal.state();
  if (given.flag('json')) {
    process.stdout.write(`${JSON.stringify(executionExport(run))}\n`);
    return exitCodeOf(state.status);
  }
  const { runbook, executionId, requestedAt, requestedBy } = run.journal.execution;
  const holder = run.journal.holder();
  say(`${executionId}: ${run.request.runbook} of ${run.bundle.plan.plan_name}`);
  say(`asked for  ${requestedAt} by ${requestedBy}: ${run.request.reason}`);
  say(`driven by  ${holder === null ? 'nobody' : `${holder.owner} under epoch ${holder.epoch}`}`);
  for (const { id, name } of runbook.steps) say(`  ${state.steps.get(id)!.status.padEnd(10)} ${name} [${id}]`);
  if (isTerminal(state.status)) {
    for (const line of outcomeText(runbook, state, run.bundle.plan.document)) say(line);
  } else {
    say(`status     ${state.status}`);
    const records = run.journal.records();
    for (const step of openTasks(state)) {
      for (const line of taskText(runbook, step, taskOf(records, step.id), directory)) say(line);
    }
  }
  return exitCodeOf(state.status);
}
