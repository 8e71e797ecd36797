import type { JsonObject } from '#domain/json.js';
import type { Action, ActionContext } from '#engine/ports.js';
import { PeerUnreachableError } from '../errors.js';
import { outputOf, probeAnswer, type Outcome } from './outcome.js';
import type { ProgramResult } from './run-program.js';

/** A program as a step names it, and what its end should be. */
export interface Expecting {
  readonly expect: Outcome;
}

/** A step is one program; how to see its effect and how to undo it are two more. */
export type ProgramInputs<P extends Expecting> = P & { readonly probe?: P | undefined; readonly undo?: P | undefined };

export interface ProgramRun {
  readonly result: ProgramResult;
  /** Secrets that the program was given, which may be in what it printed. */
  readonly known: readonly string[];
}

/**
 * What a step does that is a program, wherever it runs. Its effect is known only through the probe that its author
 * gives; without one, a step that was interrupted is in doubt.
 */
export function programSteps<P extends Expecting, I extends ProgramInputs<P>>(
  run: (inputs: I, one: P, context: ActionContext) => Promise<ProgramRun>,
): Required<Pick<Action<I>, 'probe' | 'apply' | 'verify' | 'undo'>> {
  const runExpecting = async (inputs: I, one: P, context: ActionContext) => {
    const { result, known } = await run(inputs, one, context);
    return outputOf(result, one.expect, known);
  };
  return {
    async probe(inputs, context) {
      if (!inputs.probe) return { answer: 'unknown', detail: 'the step has no probe' };
      try {
        const { result, known } = await run(inputs, inputs.probe, context);
        return probeAnswer(result, inputs.probe.expect, known);
      } catch (error) {
        if (error instanceof PeerUnreachableError) return { answer: 'unknown', detail: error.message };
        throw error;
      }
    },

    apply: (inputs, context) => runExpecting(inputs, inputs, context),

    async verify(inputs, context): Promise<JsonObject> {
      if (!inputs.probe) return {};
      await runExpecting(inputs, inputs.probe, context);
      return { verified: true };
    },

    undo: async (inputs, context) =>
      inputs.undo ? runExpecting(inputs, inputs.undo, context) : { undone: false, why: 'the step has no undo' },
  };
}
