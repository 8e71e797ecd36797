import { z } from 'zod';
import type { Action, Clock } from '#engine/ports.js';
import { inputParser } from '../parse-inputs.js';
import { throwIfStopped } from '../stoppable.js';

const schema = z.strictObject({ seconds: z.number().min(0).max(86_400) });

/** Lets time pass, for caches and TTLs. After a crash it waits the whole time again: too long is the safe error. */
export function wait(clock: Clock): Action<z.output<typeof schema>> {
  return {
    name: 'wait',
    onlyLooks: true,
    parse: inputParser('wait', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),
    async apply({ seconds }, { signal }) {
      const began = clock.monotonic();
      await clock.sleep(seconds * 1000, signal);
      throwIfStopped(signal, 'waiting');
      return { waited_ms: Math.round(clock.monotonic() - began) };
    },
    verify: () => Promise.resolve({}),
  };
}
