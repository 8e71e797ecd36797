import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../process/child.js';
import { waitUntil } from '../process/wait-until.js';
import { answers } from './answers.js';

/** A name server, and how to reach it. */
export interface DnsServer {
  /** `host:port` */
  readonly address: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface ZoneOptions {
  /** Where configuration, zone and journal lie; made when it is not there. */
  readonly directory: string;
  readonly zone: string;
  /** Lines of the zone file behind SOA and NS, such as `app 5 IN A 127.0.0.1`. */
  readonly records: readonly string[];
  /** Receives the zone's updates signed with this key only: `hmac-sha256:name:base64`. */
  readonly key: string;
  readonly signal?: AbortSignal;
}

/** A new key for updates of a zone, as nsupdate writes it. */
export function newTsigKey(name: string): string {
  return `hmac-sha256:${name}:${randomBytes(32).toString('base64')}`;
}

/** bind9 as the primary server of one zone on loopback, with dynamic updates. */
export async function startBindZone(program: string, options: ZoneOptions): Promise<DnsServer> {
  const { directory, zone, records, key } = options;
  const [algorithm, keyName, secret] = key.split(':');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'zone'), zoneFile(zone, records));
  const config = `
key "${keyName}" { algorithm ${algorithm}; secret "${secret}"; };
zone "${zone}" { type primary; file "zone"; update-policy { grant ${keyName} zonesub ANY; }; };
`;
  return startBind(program, directory, config, `ns.${zone}`, options.signal);
}

/** bind9 as a caching resolver that asks one other server, and keeps answers for as long as their TTL says. */
export async function startBindResolver(
  program: string,
  options: Pick<ZoneOptions, 'directory' | 'zone' | 'signal'> & { readonly forwardTo: string },
): Promise<DnsServer> {
  const [host, port] = options.forwardTo.split(':');
  await mkdir(options.directory, { recursive: true });
  const config = `zone "${options.zone}" { type forward; forward only; forwarders { ${host} port ${port}; }; };`;
  return startBind(program, options.directory, config, `ns.${options.zone}`, options.signal);
}

async function startBind(
  program: string,
  directory: string,
  config: string,
  knownName: string,
  signal: AbortSignal | undefined,
): Promise<DnsServer> {
  const port = await freePort();
  const file = join(directory, 'named.conf');
  await writeFile(file, `${options(directory, port)}${config}`);
  const child = new Child({ name: 'named', program, arguments: ['-f', '-4', '-n', '1', '-c', file] });
  try {
    await waitUntil(() => answers(child, port, knownName), { what: 'named answers', deadlineMs: 60_000, signal });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    // On SIGTERM it takes two seconds to say goodbye; nothing of it is needed any more.
    stop: () => child.kill(),
  };
}

function options(directory: string, port: number): string {
  return `
options {
  directory "${directory}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  lock-file none;
  session-keyfile none;
  recursion yes;
  allow-recursion { 127.0.0.1; };
  allow-query { 127.0.0.1; };
  allow-transfer { none; };
  dnssec-validation no;
  empty-zones-enable no;
};
controls { };
logging { category default { stderr_log; }; channel stderr_log { stderr; severity warning; }; };
`;
}

/** A zone of its own for tests: no serial that anybody else would follow. */
export function zoneFile(zone: string, records: readonly string[]): string {
  return `$ORIGIN ${zone}.
@ 60 IN SOA ns hostmaster 1 60 60 60 1
@ 60 IN NS ns
ns 60 IN A 127.0.0.1
${records.join('\n')}
`;
}
