import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { measureLoss } from '../../lab/client/loss.js';
import { clock, WriteClient } from '../../lab/client/write-client.js';
import type { FailoverType } from '../../lab/demo/documents.js';
import { Lab } from '../../lab/lab.js';
import { Cleanup } from '../../lab/process/cleanup.js';
import type { Contender } from './contender.js';
import type { Sample } from './samples.js';

/** Writes that prove that the client is served, before and after. */
const WRITES_OF_PROOF = 25;

/** One failover in a laboratory of its own, under a client that never stops writing. @throws when it is not proven */
export async function runTrial(contender: Contender, type: FailoverType, directory: string): Promise<Sample> {
  const cleanup = new Cleanup();
  try {
    await mkdir(directory, { recursive: true, mode: 0o711 });
    const lab = await Lab.up({ directory: join(directory, 'lab'), edge: 'haproxy', dns: 'auto' });
    cleanup.add('the lab', () => lab.stop());
    const ready = await contender.getReady({ lab, type, directory });
    cleanup.add(contender.name, () => ready.close());
    // What making the laboratory has left in memory would go to the disk in the middle of the failover.
    await promisify(execFile)('sync');
    const client = new WriteClient({ url: lab.edge.url });
    cleanup.add('the client', () => client.stop());
    client.start();
    await client.moreAcknowledged(WRITES_OF_PROOF);

    const fromMs = clock();
    if (type === 'unplanned') await lab.killPrimary();
    const totalMs = await ready.failOver();
    await client.moreAcknowledged(WRITES_OF_PROOF);
    const toMs = clock();
    await client.stop();

    await mustBeMoved(lab, contender.name);
    const { lost } = measureLoss(client.acknowledged, await lab.sites.secondary.readOrders());
    return { contender: contender.name, type, totalMs, outageMs: client.outageMs({ fromMs, toMs }), lost: lost.length };
  } finally {
    await cleanup.run();
  }
}

/** Looked at from outside, whatever the contender says of itself. */
async function mustBeMoved(lab: Lab, name: string): Promise<void> {
  const writable = (await lab.writableSites()).map((site) => site.role);
  if (writable.join() !== 'secondary')
    throw new Error(`after ${name} writes are taken by: ${writable.join() || 'none'}`);
  const dns = lab.dns!;
  const resolver = new Resolver();
  resolver.setServers([dns.address]);
  const found = await resolver.resolve4(`${dns.name}.${dns.zone}`);
  if (found.join() !== dns.values.secondary) throw new Error(`after ${name} the name is ${found.join()}`);
}
