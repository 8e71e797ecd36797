import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../process/child.js';
import { waitUntil } from '../process/wait-until.js';

export interface Etcd {
  /** `host:port` for clients. */
  readonly address: string;
  stop(): Promise<void>;
}

/** One member that is the whole cluster. Its data lie in `directory`, which is there. */
export async function startEtcd(program: string, directory: string, signal?: AbortSignal): Promise<Etcd> {
  const [clients, peers] = [await freePort(), await freePort()];
  const [address, peerUrl] = [`127.0.0.1:${clients}`, `http://127.0.0.1:${peers}`];
  const options = {
    name: 'lab',
    'data-dir': join(directory, 'etcd'),
    'log-level': 'warn',
    'listen-client-urls': `http://${address}`,
    'advertise-client-urls': `http://${address}`,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `lab=${peerUrl}`,
  };
  const child = new Child({
    name: 'etcd',
    program,
    arguments: Object.entries(options).map(([name, value]) => `--${name}=${value}`),
  });
  try {
    await waitUntil(
      async () => {
        if (child.pid === undefined) return true;
        const answer = await fetch(`http://${address}/health`, { signal: AbortSignal.timeout(1_000) });
        return ((await answer.json()) as { health?: string }).health === 'true';
      },
      { what: 'etcd is healthy', deadlineMs: 60_000, signal },
    );
    child.mustRun();
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { address, stop: () => child.kill() };
}
