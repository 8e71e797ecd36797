import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Child } from '../../lab/process/child.js';
import { LEVELS, RUNBOOKS, STEPS, WIDTH, type StartedSubject } from './subject.js';

// From dist/bench/engine back to the sources: peers are not built.
const PEERS = join(import.meta.dirname, '..', '..', '..', 'bench', 'peers');

const INSTALL_MS = 180_000;

/** A peer that takes longer for one shape is left out. */
const ANSWER_MS = 60_000;

export interface PeerOptions {
  /** Its folder under bench/peers. */
  readonly folder: string;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts another engine in a process of its own. Its packages are installed beside it the first time that somebody
 * measures; the project itself does not have them. Install scripts are not run.
 */
export async function startPeer({ folder, name, env }: PeerOptions): Promise<StartedSubject> {
  const directory = join(PEERS, folder);
  if (!existsSync(join(directory, 'node_modules', '.package-lock.json'))) {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: directory,
      timeout: INSTALL_MS,
    });
  }
  const shapes = Object.entries({ STEPS, RUNBOOKS, LEVELS, WIDTH }).map(([key, value]) => [key, String(value)]);
  const child = new Child({
    name,
    program: process.execPath,
    arguments: [join(directory, 'server.mjs')],
    env: { NODE_ENV: 'production', ...env, ...(Object.fromEntries(shapes) as Record<string, string>) },
    channel: true,
  });
  try {
    const { address } = (await child.firstMessage()) as { readonly address: string };
    const ask = async (shape: string): Promise<number> => {
      const answer = await fetch(`${address}/${shape}`, { signal: AbortSignal.timeout(ANSWER_MS) });
      if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
      return ((await answer.json()) as { readonly ms: number }).ms;
    };
    return {
      name,
      isPeer: true,
      sequential: () => ask('sequential'),
      concurrent: () => ask('concurrent'),
      graph: () => ask('graph'),
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
