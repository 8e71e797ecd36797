import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askHaproxy } from '../haproxy/runtime-api.js';
import { freePort, until } from './postgres-pair.js';

/** A real HAProxy with one frontend and the backend `app`. */
export class TestHaproxy {
  private constructor(
    readonly process: ChildProcess,
    private readonly folder: string,
    /** Where clients ask. */
    readonly front: string,
    /** Its runtime API over TCP. */
    readonly tcp: string,
  ) {}

  /** @param servers lines of the backend. */
  static async start(program: string, servers: readonly string[]): Promise<TestHaproxy> {
    const folder = await mkdtemp(join(tmpdir(), 'haproxy-'));
    const [front, tcp] = [await freePort(), await freePort()];
    const file = join(folder, 'haproxy.cfg');
    await writeFile(
      file,
      `global
  stats socket ${join(folder, 'admin.sock')} level admin
  stats socket ${join(folder, 'operator.sock')} level operator
  stats socket 127.0.0.1:${tcp} level admin
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
frontend front
  bind 127.0.0.1:${front}
  default_backend app
backend app
${servers.map((line) => `  ${line}`).join('\n')}
`,
    );
    const child = spawn(program, ['-db', '-q', '-f', file], { stdio: 'ignore' });
    const haproxy = new TestHaproxy(child, folder, `http://127.0.0.1:${front}/`, `tcp://127.0.0.1:${tcp}`);
    const ask = (address: string) => askHaproxy(address, ['show info'], new AbortController().signal);
    await until(() =>
      Promise.all([haproxy.unix, haproxy.tcp].map(ask)).then(
        () => true,
        () => false,
      ),
    );
    return haproxy;
  }

  get unix(): string {
    return `unix://${join(this.folder, 'admin.sock')}`;
  }

  /** A socket that must not change anything. */
  get operator(): string {
    return `unix://${join(this.folder, 'operator.sock')}`;
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}
