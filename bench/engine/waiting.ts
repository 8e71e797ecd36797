import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { OwnEngine } from './own-engine.js';
import { atOnce } from './subject.js';

const EXECUTIONS = 1_000;
const AT_ONCE = 10;

export interface Waiting {
  readonly executions: number;
  /** Of the worker's heap, for each execution that waits. */
  readonly bytesEach: number;
  /** Executions that some worker holds while they wait. */
  readonly held: number;
}

/** Lets executions run until they wait for an approval, and weighs what is left of them in this process. */
export async function weighWaiting(engine: OwnEngine): Promise<Waiting> {
  // As many before that are not counted: what is compiled and cached once is no execution's.
  await park(engine);
  const before = await heap();
  await park(engine);
  const bytesEach = ((await heap()) - before) / EXECUTIONS;
  return { executions: EXECUTIONS, bytesEach: Math.max(0, bytesEach), held: await engine.held() };
}

async function park(engine: OwnEngine): Promise<void> {
  for (let done = 0; done < EXECUTIONS; done += AT_ONCE) {
    await atOnce(AT_ONCE, async () => {
      const { how } = await engine.run(await engine.addWaiting());
      if (how !== 'parked') throw new Error(`an execution that has to wait did not: ${how}`);
    });
  }
}

/** Bytes in use after collecting garbage. */
async function heap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
