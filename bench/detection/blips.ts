import { setTimeout as delay } from 'node:timers/promises';
import { Cleanup } from '../../lab/process/cleanup.js';
import { freeze } from '../../lab/process/freeze.js';
import { startAutomaticLab } from './automatic-lab.js';
import { untilServed } from './subject.js';

const BLIPS = 50;
/**
 * Milliseconds for which the primary's app stands still, in turn: probes that come every 500 ms and wait for 400 ms see
 * one and two failures of it. Three would be an outage.
 */
const LENGTHS_MS = [500, 900];
/** Acknowledged writes between two blips, at one in 20 ms: long enough for probes that succeed. */
const CALM_WRITES = 75;

export interface Blips {
  readonly blips: number;
  /** The longest time, milliseconds, in which no write was acknowledged: that the blips were felt. */
  readonly longestMs: number;
  readonly decisions: number;
  readonly failovers: number;
  /** Whether the outage after them was noticed: what takes no blip for an outage must not be blind. */
  readonly outageNoticed: boolean;
}

export async function measureBlips(): Promise<Blips> {
  const cleanup = new Cleanup();
  try {
    const { lab, client, decisions, failovers } = await startAutomaticLab(cleanup);
    const fromMs = client.acknowledged.at(-1)!.acknowledgedAtMs;
    for (let blip = 0; blip < BLIPS; blip++) {
      const { thaw } = await freeze(lab.sites.primary.processes.app!);
      try {
        await delay(LENGTHS_MS[blip % LENGTHS_MS.length]);
      } finally {
        thaw();
      }
      await untilServed(client, CALM_WRITES);
    }
    const toMs = client.acknowledged.at(-1)!.acknowledgedAtMs;
    const seen = { decisions: (await decisions()).length, failovers: await failovers() };
    await lab.killPrimary();
    await untilServed(client);
    const outageNoticed = (await decisions()).some(({ decision }) => decision === 'started');
    return { blips: BLIPS, longestMs: client.outageMs({ fromMs, toMs }), ...seen, outageNoticed };
  } finally {
    await cleanup.run();
  }
}
