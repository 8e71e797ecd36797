import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Edge } from '../../lab/edge/edge.js';
import { askRuntime } from '../../lab/edge/runtime-client.js';
import { type EdgeChoice, startEdge } from '../../lab/edge/start-edge.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { describeIf } from '../support/requirements.js';
import { type NamedServer, namedServer } from './backends.js';
import { isAlive, isOpen } from './leftovers.js';

const SWITCH = [
  'set server app/vancouver state ready',
  'set server app/toronto state maint',
  'shutdown sessions server app/toronto',
].join(';');

function behavesAsAnEdge(kind: EdgeChoice): void {
  let directory: string;
  let toronto: NamedServer;
  let vancouver: NamedServer;
  let edge: Edge;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edge-'));
    [toronto, vancouver] = [await namedServer('toronto'), await namedServer('vancouver')];
  });
  afterAll(async () => {
    await Promise.all([toronto.close(), vancouver.close()]);
    await rm(directory, { recursive: true });
  });
  beforeEach(async () => {
    const servers = [
      { name: 'toronto', port: toronto.port, ready: true },
      { name: 'vancouver', port: vancouver.port, ready: false },
    ];
    edge = await startEdge(kind, { backend: 'app', servers, directory });
  });
  afterEach(async () => {
    const { pid, url, runtimeAddress } = edge;
    await edge.stop();
    expect(isAlive(pid!)).toBe(false);
    expect(await isOpen(url)).toBe(false);
    expect(await isOpen(runtimeAddress)).toBe(false);
  });

  const tell = (line: string) => askRuntime(Number(new URL(edge.runtimeAddress).port), line);
  const whoAnswers = async () => ((await (await fetch(edge.url)).json()) as { name: string }).name;

  /** Name, srv_op_state and srv_admin_state of each server. */
  async function states(): Promise<string[][]> {
    const [version, header, ...rows] = (await tell('show servers state app')).trimEnd().split('\n');
    expect(version).toBe('1');
    expect(header).toMatch(/^# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight /);
    const columns = header!.slice(2).split(' ');
    return rows.map((row) => {
      const cells = row.split(' ');
      expect(cells).toHaveLength(columns.length);
      return ['srv_name', 'srv_op_state', 'srv_admin_state'].map((name) => cells[columns.indexOf(name)]!);
    });
  }

  test('sends requests to the server that is ready, whole', async () => {
    const answer = await fetch(`${edge.url}/orders?x=1`, { method: 'POST', body: '{"id":1}' });
    expect(await answer.json()).toEqual({ name: 'toronto', method: 'POST', url: '/orders?x=1', body: '{"id":1}' });
    expect(await states()).toEqual([
      ['toronto', '2', '0'],
      ['vancouver', '0', '5'],
    ]);
  });

  test('switches with one line of commands, each acknowledged by an empty line', async () => {
    expect(await tell(SWITCH)).toBe('\n\n\n');
    expect(await whoAnswers()).toBe('vancouver');
    // 4: "the configuration had it disabled", which stays.
    expect(await states()).toEqual([
      ['toronto', '0', '1'],
      ['vancouver', '2', '4'],
    ]);
  });

  test('switching ends the requests that are open at the old server', async () => {
    const open = fetch(`${edge.url}/hang`).then(
      (answer) => answer.status,
      () => 'broken off',
    );
    await waitUntil(() => toronto.hanging() === 1, { what: 'the request is open' });
    await tell(SWITCH);
    expect(await open).not.toBe(200);
    await waitUntil(() => toronto.hanging() === 0, { what: 'the old server is rid of it' });
    expect(await whoAnswers()).toBe('vancouver');
  });

  test('answers 503 when no server is ready', async () => {
    expect(await tell('set server app/toronto state maint')).toBe('\n');
    expect((await fetch(edge.url)).status).toBe(503);
    expect(await tell('set server app/toronto state ready')).toBe('\n');
    expect(await whoAnswers()).toBe('toronto');
  });

  test('answers 503 for a server that is gone, and does not try another one', async () => {
    const gone = await namedServer('gone');
    await gone.close();
    await edge.stop();
    const servers = [
      { name: 'gone', port: gone.port, ready: true },
      { name: 'vancouver', port: vancouver.port, ready: false },
    ];
    edge = await startEdge(kind, { backend: 'app', servers, directory });
    expect((await fetch(edge.url)).status).toBe(503);
  });

  test('drains: new requests go elsewhere, the server counts as running', async () => {
    await tell('set server app/vancouver state ready;set server app/toronto state drain');
    expect([await whoAnswers(), await whoAnswers()]).toEqual(['vancouver', 'vancouver']);
    expect((await states())[0]).toEqual(['toronto', '2', '8']);
  });

  test('refuses what is not there, in the words of HAProxy', async () => {
    expect(await tell('set server app/nowhere state ready')).toBe('No such server.\n\n');
    expect(await tell('set server nowhere/toronto state ready')).toBe('No such backend.\n\n');
    expect(await tell('shutdown sessions server app/nowhere')).toBe('No such server.\n\n');
    expect(await tell('show servers state nowhere')).toBe("Can't find backend.\n\n");
    expect(await tell('set server app/toronto state asleep')).toMatch(/expects 'ready', 'drain' and 'maint'/);
    expect(await tell('dance')).toMatch(/^Unknown command/);
    expect(await tell('set server app/toronto state ready;set server app/nowhere state ready')).toBe(
      '\nNo such server.\n\n',
    );
    expect(await whoAnswers()).toBe('toronto');
  });
}

describe('the built-in edge', () => behavesAsAnEdge('builtin'));

describeIf('haproxy', 'the HAProxy edge', () => behavesAsAnEdge('haproxy'));
