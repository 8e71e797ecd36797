import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import { readNewestCanary, writeCanaryAnywhere } from './canary.js';
import { serverUrl } from './inputs.js';
import type { PostgresSessions } from './sessions.js';

const schema = z.strictObject({
  url: serverUrl,
  plan_id: z.string().min(1),
  component_id: z.string().min(1),
});

/** Proves that a server takes writes: a canary is committed on one session and read back on a new one. */
export function postgresVerifyWritable(sessions: PostgresSessions, key: Buffer): Action<z.output<typeof schema>> {
  return {
    name: 'postgres.verify_writable',
    parse: inputParser('postgres.verify_writable', schema),
    // That it could be written to before a crash proves nothing about now, and one more canary does no harm.
    probe: () => Promise.resolve({ answer: 'not_done' }),

    /** The new session is opened no later than while the canary is being committed: a login takes longer than that. */
    async apply({ url, plan_id: planId, component_id: componentId }, { signal, epoch }) {
      const writing = sessions.use(url, signal, (session) =>
        writeCanaryAnywhere(session, { planId, componentId, epoch, key }),
      );
      const reading = sessions.useAhead(url, signal, async (session) => {
        const written = await writing;
        const found = await readNewestCanary(session, { planId, componentId, key });
        // The monitor may have written newer ones meanwhile.
        if (!found || found.seq < written.seq) {
          throw new EffectMissingError(`${session.server}: a committed canary can not be read back`);
        }
      });
      // Both are waited for, and of two failures that of the write says more.
      const [write, read] = await Promise.allSettled([writing, reading]);
      if (write.status === 'rejected') throw write.reason;
      if (read.status === 'rejected') throw read.reason;
      const { seq, writtenAt, lsn } = write.value;
      return { seq, written_at: writtenAt.toISOString(), lsn, writable: true };
    },

    // The canary that `apply` read back was the proof already.
    verify: () => Promise.resolve({}),
  };
}
