import { LAB_BACKEND } from '../../lab/lab.js';
import type { LabDns } from '../../lab/dns/lab-dns.js';
import type { Trial } from './contender.js';

/** All that one needs to know of a laboratory to fail it over; as JSON it is what a process of its own is told. */
export interface FailoverTask {
  readonly primaryUrl: string;
  readonly secondaryUrl: string;
  readonly haproxyPort: number;
  readonly backend: string;
  readonly servers: { readonly primary: string; readonly secondary: string };
  /** Answers 200 through the balancer when the site behind it takes writes. */
  readonly edgeHealthUrl: string;
  /** The same of the site that takes over. */
  readonly siteHealthUrl: string;
  readonly dns: Pick<LabDns, 'address' | 'zone' | 'name' | 'ttl' | 'values' | 'key'>;
}

export function taskOf({ lab }: Trial): FailoverTask {
  const { primary, secondary } = lab.sites;
  if (lab.dns === null) throw new Error('the laboratory has no name server');
  const { address, zone, name, ttl, values, key } = lab.dns;
  return {
    primaryUrl: primary.databaseUrl,
    secondaryUrl: secondary.databaseUrl,
    haproxyPort: Number(new URL(lab.edge.runtimeAddress).port),
    backend: LAB_BACKEND,
    servers: { primary: primary.name, secondary: secondary.name },
    edgeHealthUrl: `${lab.edge.url}/health?writable=1`,
    siteHealthUrl: `${secondary.appUrl}/health?writable=1`,
    dns: { address, zone, name, ttl, values, key },
  };
}

/** The task for programs that read the environment. */
export function environmentOf(task: FailoverTask, type: string, keyFile: string): Record<string, string> {
  const [host, port] = task.dns.address.split(':');
  return {
    FAILOVER_TYPE: type,
    PRIMARY_URL: task.primaryUrl,
    SECONDARY_URL: task.secondaryUrl,
    HAPROXY_PORT: String(task.haproxyPort),
    BACKEND: task.backend,
    OLD_SERVER: task.servers.primary,
    NEW_SERVER: task.servers.secondary,
    EDGE_HEALTH_URL: task.edgeHealthUrl,
    SITE_HEALTH_URL: task.siteHealthUrl,
    DNS_HOST: host!,
    DNS_PORT: port!,
    DNS_ZONE: task.dns.zone,
    DNS_NAME: `${task.dns.name}.${task.dns.zone}`,
    DNS_TTL: String(task.dns.ttl),
    DNS_OLD: task.dns.values.primary,
    DNS_NEW: task.dns.values.secondary,
    DNS_KEY_FILE: keyFile,
  };
}

/** As `nsupdate -k` reads it. */
export function keyFileText(key: string): string {
  const [algorithm, name, secret] = key.split(':');
  return `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };\n`;
}
