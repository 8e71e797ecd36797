import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#embedded/free-port.js';

const run = promisify(execFile);

/** What an administrator would write: the one program that plans may run there. PostgreSQL does not run as root. */
const CONTROL = (bin: string) => `#!/bin/sh
set -eu
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
order=$1 data=$2
case "$order" in
  init)   printf '%s' "$PGPASSWORD" > "$data.pw"; chmod 644 "$data.pw"
          as ${bin}/initdb -D "$data" -U postgres --auth=scram-sha-256 --pwfile="$data.pw" -N -k >&2 ;;
  status) as ${bin}/pg_ctl -D "$data" status >&2 ;;
  stop)   if as ${bin}/pg_ctl -D "$data" status >&2; then as ${bin}/pg_ctl -D "$data" -m "\${MODE:-fast}" -w stop >&2; fi ;;
  start)  as ${bin}/pg_ctl -D "$data" -w -l "$data.log" start >&2 ;;
  rewind) as ${bin}/pg_rewind -D "$data" --source-server="$UPSTREAM" -R >&2
          printf '%s\\n' "port = $PORT" >> "$data/postgresql.conf" ;;
  copy)   if [ -e "$data" ]; then mv "$data" "$data.before-$DR_EXECUTION_ID-$(date +%s%N)"; fi
          as ${bin}/pg_basebackup -D "$data" -d "$UPSTREAM" -R -S "$SLOT" -X stream -c fast >&2
          printf '%s\\n' "port = $PORT" >> "$data/postgresql.conf" ;;
esac
`;

export const PASSWORD = 'tr0ub4dor';

export interface DebianServer {
  readonly data: string;
  readonly port: number;
  readonly url: string;
}

/** Debian's PostgreSQL with its own tools, driven through the program that a plan's hooks would run. */
export class DebianPostgres {
  private readonly servers: DebianServer[] = [];

  private constructor(
    private readonly folder: string,
    readonly program: string,
  ) {}

  static async prepare(pgRewind: string): Promise<DebianPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'dr-debian-pg-'));
    await chmod(folder, 0o777);
    const program = join(folder, 'control');
    await writeFile(program, CONTROL(dirname(pgRewind)), { mode: 0o755 });
    return new DebianPostgres(folder, program);
  }

  async server(name: string): Promise<DebianServer> {
    const port = await freePort();
    const server = {
      data: join(this.folder, name),
      port,
      url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    };
    this.servers.push(server);
    return server;
  }

  async initialise(server: DebianServer, more: readonly string[] = []): Promise<void> {
    await this.order('init', server);
    const settings = [
      `port = ${server.port}`,
      `listen_addresses = '127.0.0.1'`,
      `unix_socket_directories = ''`,
      'wal_log_hints = on',
      'shared_buffers = 16MB',
      'wal_keep_size = 64MB',
      `wal_retrieve_retry_interval = '200ms'`,
      ...more,
    ];
    await promisify(execFile)('sh', [
      '-c',
      `printf '%s\\n' "$@" >> "$0"`,
      join(server.data, 'postgresql.conf'),
      ...settings,
    ]);
    await this.order('start', server);
  }

  /** What `control` of the server's target would say, when it is to follow the other one. */
  control(server: DebianServer, upstream: DebianServer, slot: string) {
    const hook = (order: string) => ({
      action: 'command',
      with: {
        program: this.program,
        arguments: [order, server.data],
        env: {
          PGPASSWORD: PASSWORD,
          SLOT: slot,
          PORT: String(server.port),
          UPSTREAM: `host=127.0.0.1 port=${upstream.port} user=postgres dbname=postgres application_name=${slot}`,
        },
      },
    });
    return { slot, stop: hook('stop'), start: hook('start'), rewind: hook('rewind'), base_copy: hook('copy') };
  }

  async order(order: string, server: DebianServer, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await run(this.program, [order, server.data], {
      cwd: '/',
      env: {
        PATH: process.env['PATH'] ?? '',
        PGPASSWORD: PASSWORD,
        DR_EXECUTION_ID: 'test',
        PORT: String(server.port),
        ...env,
      },
    });
  }

  async remove(): Promise<void> {
    for (const server of this.servers) await this.order('stop', server, { MODE: 'immediate' }).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
