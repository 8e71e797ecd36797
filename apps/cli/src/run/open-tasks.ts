import type { ExecutionState, StepState } from '#domain/execution/execution-state.js';
import type { Runbook } from '#domain/runbook/runbook.js';
import { nameOf } from '../terminal/entry-text.js';

/** Steps that wait for what a person does or decides. */
export function openTasks(state: ExecutionState): readonly StepState[] {
  return [...state.steps.values()].filter(({ status }) => ['waiting', 'failed', 'in_doubt'].includes(status));
}

/** What has to be done, and the command that says that it was. */
export function taskText(runbook: Runbook, step: StepState, task: string | null, directory: string): readonly string[] {
  const name = nameOf(runbook, step.id);
  const command = (verb: string): string =>
    `  drctl ${verb} ${step.id} --journal ${directory} --by <name> --comment <text>`;
  switch (step.status) {
    case 'waiting':
      return [`${name} waits for a person: ${task ?? 'see the plan'}`, command('confirm')];
    case 'in_doubt':
      return [
        `${name} is in doubt: look whether it has happened. ${step.error?.message ?? ''}`,
        `${command('confirm')}   (it has)`,
        `${command('retry')}   (it has not: it is done again)`,
        command('skip'),
      ];
    default:
      return [`${name} has failed: ${step.error?.message ?? ''}`, command('retry'), command('skip')];
  }
}
