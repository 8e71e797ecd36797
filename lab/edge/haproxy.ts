import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../process/child.js';
import { waitUntil } from '../process/wait-until.js';
import type { Edge, EdgeOptions } from './edge.js';
import { haproxyConfig, type HaproxyPorts } from './haproxy-config.js';
import { askRuntime } from './runtime-client.js';

const START_ATTEMPTS = 3;

export async function startHaproxy(program: string, options: EdgeOptions): Promise<Edge> {
  for (let attempt = 1; ; attempt++) {
    options.signal?.throwIfAborted();
    const ports = { clients: await freePort(), runtime: await freePort() };
    const child = await launch(program, ports, options);
    try {
      await untilReady(child, ports, options);
      return edge(child, ports);
    } catch (error) {
      await child.stop();
      // A port that was free a moment ago may be taken by now.
      const portTaken = child.lastWords.includes('cannot bind');
      if (!portTaken || attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function launch(program: string, ports: HaproxyPorts, options: EdgeOptions): Promise<Child> {
  const file = join(options.directory, 'haproxy.cfg');
  await writeFile(file, haproxyConfig(options.backend, options.servers, ports));
  return new Child({ name: 'haproxy', program, arguments: ['-db', '-f', file] });
}

async function untilReady(child: Child, ports: HaproxyPorts, options: EdgeOptions): Promise<void> {
  const state = await waitUntil(
    async () => {
      if (child.pid === undefined) return 'ended';
      return (await askRuntime(ports.runtime, 'show info')) !== '' && 'running';
    },
    { what: 'haproxy answers', deadlineMs: 60_000, signal: options.signal },
  );
  if (state === 'ended') child.mustRun();
}

function edge(child: Child, ports: HaproxyPorts): Edge {
  return {
    kind: 'haproxy',
    url: `http://127.0.0.1:${ports.clients}`,
    runtimeAddress: `tcp://127.0.0.1:${ports.runtime}`,
    get pid() {
      return child.pid;
    },
    stop: () => child.stop(),
  };
}
