import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#embedded/free-port.js';
import { zoneFile, type DnsServer, type ZoneOptions } from '../../lab/dns/bind.js';
import { answers } from '../../lab/dns/answers.js';
import { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';

/** The laboratory's bind9, for tests of libraries, which do not know the laboratory. */
export { newTsigKey, startBindResolver, startBindZone, type DnsServer, type ZoneOptions } from '../../lab/dns/bind.js';

/** Knot DNS as the primary server of one zone on loopback, with dynamic updates. */
export async function startKnotZone(
  program: string,
  { directory, zone, records, key }: ZoneOptions,
): Promise<DnsServer> {
  const [algorithm, keyName, secret] = key.split(':');
  const port = await freePort();
  await mkdir(join(directory, 'db'), { recursive: true });
  await writeFile(join(directory, `${zone}.zone`), zoneFile(zone, records));
  const file = join(directory, 'knot.conf');
  await writeFile(
    file,
    `
server:
    listen: 127.0.0.1@${port}
    rundir: "${directory}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "${directory}/db"
key:
  - id: ${keyName}
    algorithm: ${algorithm}
    secret: ${secret}
acl:
  - id: updates
    key: ${keyName}
    action: update
zone:
  - domain: ${zone}
    storage: "${directory}"
    acl: updates
    zonefile-sync: -1
`,
  );
  const child = new Child({ name: 'knotd', program, arguments: ['-c', file] });
  try {
    await waitUntil(() => answers(child, port, `ns.${zone}`), { what: 'knotd answers' });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    stop: () => child.kill(),
  };
}
