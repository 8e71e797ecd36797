import { join } from 'node:path';
import { findProgram } from '#embedded/find-program.js';
import { newTsigKey, startBindZone } from './bind.js';

export const DNS_CHOICES = ['auto', 'none'] as const;
/** `auto`: bind9 where it is installed. */
export type DnsChoice = (typeof DNS_CHOICES)[number];

/** The name by which clients look for the shop, on a name server that takes updates. */
export interface LabDns {
  /** `host:port` of the name server. */
  readonly address: string;
  readonly zone: string;
  /** Within the zone. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  /** Where the name points to, by the role of the site that serves. */
  readonly values: Readonly<Record<'primary' | 'secondary', string>>;
  /** What updates are signed with: `hmac-sha256:name:base64`. */
  readonly key: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const ZONE = 'shop.test';
const NAME = 'app';
const TTL_S = 5;
/** Addresses that are nobody's (RFC 5737): the laboratory's clients go to the edge. */
const VALUES = { primary: '192.0.2.10', secondary: '192.0.2.20' } as const;

/** @returns null where there is no name server to be had, or none is wanted. */
export async function startLabDns(choice: DnsChoice, directory: string, signal?: AbortSignal): Promise<LabDns | null> {
  const program = choice === 'auto' ? findProgram('named') : undefined;
  if (program === undefined) return null;
  const key = newTsigKey('lab');
  const server = await startBindZone(program, {
    directory: join(directory, 'dns'),
    zone: ZONE,
    records: [`${NAME} ${TTL_S} IN A ${VALUES.primary}`],
    key,
    ...(signal && { signal }),
  });
  return {
    address: server.address,
    zone: ZONE,
    name: NAME,
    ttl: TTL_S,
    values: VALUES,
    key,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
  };
}
