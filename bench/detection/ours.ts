import { clock } from '../../lab/client/write-client.js';
import { Cleanup } from '../../lab/process/cleanup.js';
import { startAutomaticLab } from './automatic-lab.js';
import { type Subject, untilServed } from './subject.js';

/** Probes every 0.5 s, three failures in a row, one location: the rhythm of the laboratory's plan. */
export const ours: Subject = {
  name: 'this service',
  rounds: 5,

  async measure() {
    const cleanup = new Cleanup();
    try {
      const { lab, client, decisions } = await startAutomaticLab(cleanup);
      const killedAt = Date.now();
      const fromMs = clock();
      await lab.killPrimary();
      await untilServed(client);
      const restoredMs = client.outageMs({ fromMs, toMs: clock() });
      const started = (await decisions()).find(({ decision }) => decision === 'started');
      if (!started) throw new Error('nothing was started, and the client is served all the same');
      return { restoredMs, decidedMs: Date.parse(started.first_at) - killedAt };
    } finally {
      await cleanup.run();
    }
  },
};
