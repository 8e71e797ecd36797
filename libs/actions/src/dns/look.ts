import type { DnsRecord } from '#domain/plan/plan-document.js';
import { recordName } from './inputs.js';
import { NameServer, type RecordSet } from './name-server.js';

/**
 * What the zone's server says of a record now, asked as anybody would, without a key.
 * @throws PeerUnreachableError, DnsRefusedError, MalformedDnsError, ActionAbortedError
 */
export function lookRecord(
  { server, zone, name, type }: Pick<DnsRecord, 'server' | 'zone' | 'name' | 'type'>,
  signal: AbortSignal,
): Promise<RecordSet> {
  return new NameServer(server, null, signal).read(recordName({ server, zone, name, type }));
}
