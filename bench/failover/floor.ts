import { portIn, startNodeChild } from '../../lab/process/node-child.js';
import type { Contender } from './contender.js';
import { taskOf } from './task.js';

/** What no failover of these steps can be faster than by much: it remembers nothing, and survives nothing. */
export const floor: Contender = {
  name: 'floor',
  async getReady(trial) {
    const { child, message } = await startNodeChild({
      name: 'the floor',
      module: new URL('./floor-server.js', import.meta.url),
      env: { FAILOVER_TASK: JSON.stringify(taskOf(trial)), FAILOVER_TYPE: trial.type },
    });
    return {
      failOver: async () => {
        const answer = await fetch(`http://127.0.0.1:${portIn(message)}/`, { method: 'POST' });
        if (!answer.ok) throw new Error(`the floor failed: ${await answer.text()}`);
        return ((await answer.json()) as { totalMs: number }).totalMs;
      },
      close: () => child.stop(),
    };
  },
};
