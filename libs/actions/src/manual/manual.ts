import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';

const schema = z.strictObject({ task: z.string().min(1) });

/** A task for a person; the execution waits until someone confirms it. */
export function manual(): Action<z.output<typeof schema>> {
  return {
    name: 'manual',
    parse: inputParser('manual', schema),
    // Only a person can tell whether it was done.
    probe: () => Promise.resolve({ answer: 'not_done' }),
    apply: ({ task }) => Promise.resolve({ waitFor: 'person', task }),
    verify: () => Promise.resolve({}),
  };
}
