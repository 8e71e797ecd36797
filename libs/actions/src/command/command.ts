import { z } from 'zod';
import type { Action, ActionContext } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { environmentOf, OpenedSecrets } from '../process/context.js';
import { outcomeSchema } from '../process/outcome.js';
import { programSteps, type ProgramRun } from '../process/program-steps.js';
import { runProgram } from '../process/run-program.js';
import { throwIfStopped } from '../stoppable.js';

const absolute = z.string().regex(/^\/[^\0]*$/, 'must be an absolute path');

const command = z.strictObject({
  program: absolute,
  /** Passed as they are: there is no shell. Everybody on the machine can read them, so they take no secrets. */
  arguments: z
    .array(z.string().refine((text) => !text.startsWith('secret://'), 'can not be a secret: use env or stdin'))
    .max(100)
    .default([]),
  /** The whole environment beside PATH and what names the execution; `secret://name` becomes the secret. */
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  /** `secret://name` becomes the secret. */
  stdin: z.string().default(''),
  directory: absolute.default('/'),
  expect: outcomeSchema.prefault({}),
});
type Command = z.output<typeof command>;

function schemaFor(allowed: readonly string[]) {
  const listed = command.refine(({ program }) => allowed.includes(program), {
    path: ['program'],
    message: 'is not on the list of programs that may be run (COMMAND_ALLOW)',
  });
  return listed.safeExtend({ probe: listed.optional(), undo: listed.optional() });
}
type Inputs = z.output<ReturnType<typeof schemaFor>>;

/**
 * Runs a program of the worker's machine, if its administrator has put it on the list. What it changes is known only
 * through the `probe` that the step's author gives.
 * @param allowed absolute paths; empty: no program at all.
 */
export function commandAction(secrets: SecretResolver, allowed: readonly string[]): Action<Inputs> {
  const run = async (_: Inputs, one: Command, context: ActionContext): Promise<ProgramRun> => {
    const opened = new OpenedSecrets(secrets);
    const environment: Record<string, string> = environmentOf(context);
    for (const [key, value] of Object.entries(one.env)) environment[key] = await opened.open(value);
    const stdin = await opened.open(one.stdin);
    throwIfStopped(context.signal, one.program);
    const { program: path, arguments: args, directory } = one;
    return {
      result: await runProgram({ path, arguments: args, environment, directory, stdin }, context.signal),
      known: opened.values,
    };
  };

  return {
    name: 'command',
    parse: inputParser('command', schemaFor(allowed)),
    ...programSteps(run),
  };
}
