import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import type { PatroniNode } from '../../lab/patroni/patroni-node.js';
import { Child } from '../../lab/process/child.js';

/** How HAProxy checks its servers, in its own words. */
export interface EdgeTiming {
  readonly inter: string;
  readonly fall: number;
  readonly rise: number;
}

export interface PatroniEdge {
  /** Leads to the database of the leader. */
  readonly port: number;
  /** Throws when it has ended. */
  mustRun(): void;
  stop(): Promise<void>;
}

/** HAProxy in front of the databases of a cluster, which asks Patroni where the leader is. */
export async function startPatroniEdge(
  program: string,
  nodes: readonly PatroniNode[],
  timing: EdgeTiming,
): Promise<PatroniEdge> {
  const directory = await mkdtemp(join(tmpdir(), 'patroni-edge-'));
  const port = await freePort();
  const file = join(directory, 'haproxy.cfg');
  await writeFile(file, config(port, nodes, timing));
  const child = new Child({ name: 'haproxy', program, arguments: ['-db', '-f', file] });
  return {
    port,
    mustRun: () => child.mustRun(),
    stop: async () => {
      await child.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The example that comes with Patroni, on other ports and with these checks. */
function config(port: number, nodes: readonly PatroniNode[], { inter, fall, rise }: EdgeTiming): string {
  const servers = nodes.map(
    ({ name, databasePort, apiPort }) => `  server ${name} 127.0.0.1:${databasePort} maxconn 100 check port ${apiPort}`,
  );
  return `global
  maxconn 100

defaults
  mode tcp
  retries 2
  timeout client 30m
  timeout connect 4s
  timeout server 30m
  timeout check 5s

listen batman
  bind 127.0.0.1:${port}
  option httpchk
  http-check expect status 200
  default-server inter ${inter} fall ${fall} rise ${rise} on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}
