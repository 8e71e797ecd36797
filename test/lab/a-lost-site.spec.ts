import { access, chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { measureLoss } from '../../lab/client/loss.js';
import { clock, WriteClient } from '../../lab/client/write-client.js';
import { askRuntime } from '../../lab/edge/runtime-client.js';
import { Lab } from '../../lab/lab.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { withSession } from '../../lab/site/orders.js';
import { isAlive, isOpen } from './leftovers.js';

let parent: string;
let lab: Lab;
let client: WriteClient;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-'));
  await chmod(parent, 0o711);
  lab = await Lab.up({ directory: join(parent, 'lab'), edge: 'builtin' });
  client = new WriteClient({ url: lab.edge.url });
  client.start();
  await client.moreAcknowledged(20);
});

afterEach(async () => {
  await client.stop();
  await lab.stop();
  await rm(parent, { recursive: true, force: true });
});

async function promoteSecondary(): Promise<void> {
  await withSession(lab.sites.secondary.databaseUrl, (session) => session.query('SELECT pg_promote()'));
  const line = 'set server app/toronto state maint;set server app/vancouver state ready';
  await askRuntime(Number(new URL(lab.edge.runtimeAddress).port), line);
}

async function status(url: string): Promise<number> {
  return (await fetch(url)).status;
}

test('the primary takes writes, the secondary follows and says that it takes none', async () => {
  const { primary, secondary } = lab.sites;
  expect(await lab.writableSites()).toEqual([primary]);
  expect(await status(`${primary.appUrl}/health?writable=1`)).toBe(200);
  expect(await status(`${secondary.appUrl}/health`)).toBe(200);
  expect(await status(`${secondary.appUrl}/health?writable=1`)).toBe(503);
  await client.stop();
  const written = client.acknowledged.length;
  const orders = await lab.countOrders('primary');
  expect(orders).toBeGreaterThanOrEqual(written);
  // On a busy machine an order may be there though its answer came too late.
  const unanswered = [...client.errors.values()].reduce((sum, count) => sum + count, 0);
  expect(orders).toBeLessThanOrEqual(written + unanswered);
  await waitUntil(async () => (await lab.countOrders('secondary')) === (await lab.countOrders('primary')), {
    what: 'the secondary has them all',
  });
});

test('behind a cut link writes go on and are lost with the primary: the client counts exactly those', async () => {
  const inTime = client.acknowledged.map(({ id }) => id);
  const arrived = async (): Promise<boolean> => {
    const orders = await lab.sites.secondary.readOrders();
    return inTime.every((id) => orders.has(id));
  };
  await waitUntil(arrived, { what: 'the secondary has what was acknowledged so far' });
  lab.link.cut();
  await client.moreAcknowledged(25);
  const fromMs = clock();
  const [deadSite, deadApp] = [lab.sites.primary.processes, lab.sites.primary.appUrl];
  await lab.killPrimary();
  expect([deadSite.database!, deadSite.app!].map(isAlive)).toEqual([false, false]);
  expect(await isOpen(deadApp)).toBe(false);
  await promoteSecondary();
  await client.moreAcknowledged(10);
  const toMs = clock();
  const outageMs = client.outageMs({ fromMs, toMs });
  await client.stop();

  const surviving = await lab.sites.secondary.readOrders();
  const loss = measureLoss(client.acknowledged, surviving);
  // What was under way when the link was cut may have come through or not.
  expect(loss.lost.length).toBeGreaterThanOrEqual(25 - 8);
  expect(client.acknowledged.filter(({ id }) => !surviving.has(id))).toHaveLength(loss.lost.length);
  expect(loss.lost.filter((id) => inTime.includes(id))).toEqual([]);
  expect(loss.lossWindowMs).toBeGreaterThan(300);
  expect(outageMs).toBeGreaterThan(20);
  expect(outageMs).toBeLessThan(toMs - fromMs);
  expect(await lab.writableSites()).toEqual([lab.sites.secondary]);
});

test('a lab that was stopped leaves no process, no port and no file', async () => {
  const { pids, edge, sites, link } = lab;
  const ports = [edge.url, edge.runtimeAddress, sites.primary.appUrl, sites.secondary.appUrl];
  ports.push(`tcp://127.0.0.1:${link.port}`, sites.primary.databaseUrl, sites.secondary.databaseUrl);
  expect(pids).toHaveLength(5);
  expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => true));
  await client.stop();
  await lab.stop();
  expect(pids.filter(isAlive)).toEqual([]);
  expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => false));
  await expect(access(join(parent, 'lab'))).rejects.toThrow('ENOENT');
});
