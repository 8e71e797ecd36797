import { isIP } from 'node:net';
import { z } from 'zod';
import type { SecretResolver } from '../ports.js';
import { canonicalValue, isDomainName, isValueOf, type AddressType } from './message.js';
import { hostAndPort, isServerAddress, NameServer, type RecordName } from './name-server.js';
import { parseTsigKey } from './tsig.js';

const domainName = z.string().refine(isDomainName, 'must be a domain name');
const address = z.string().refine(isServerAddress, 'must be host or host:port');

/** What names the record in every DNS action. */
export const recordSchema = z.strictObject({
  /** Authoritative server that takes updates, `host` or `host:port`. */
  server: address,
  zone: domainName,
  /** Within the zone: `app`, or `app.example.org` as a whole. */
  name: domainName,
  type: z.enum(['A', 'AAAA', 'CNAME']),
  /** Reference to a secret of the form `hmac-sha256:name:base64`; absent: updates go unsigned. */
  tsig: z
    .string()
    .regex(/^secret:\/\/\S+$/, 'must be secret://name')
    .optional(),
});

/** Where the world looks the name up: addresses of resolvers that are asked until they agree. */
export const resolvers = z
  .array(address.refine((text) => isServerAddress(text) && isIP(hostAndPort(text).host) !== 0, 'must be an IP address'))
  .max(10)
  .default([]);

type RecordInputs = z.output<typeof recordSchema>;

export function checkValue(
  { type, value }: { readonly type: AddressType; readonly value: string | null },
  context: z.RefinementCtx,
  path: string,
): void {
  if (value === null || isValueOf(type, value)) return;
  context.addIssue({ code: 'custom', path: [path], message: `must be what a record of type ${type} holds` });
}

/** @throws InvalidTsigKeyError, and what the resolver of secrets throws. */
export async function nameServer(
  { server, tsig }: RecordInputs,
  secrets: SecretResolver,
  signal: AbortSignal,
): Promise<NameServer> {
  const key = tsig === undefined ? null : parseTsigKey(await secrets.resolve(tsig));
  return new NameServer(server, key, signal);
}

/** A name without the zone at its end stands within it. */
export function recordName({ zone, name, type }: RecordInputs): RecordName {
  const [inZone, bare] = [zone, name].map((text) => text.toLowerCase().replace(/\.$/, '')) as [string, string];
  const whole = bare === inZone || bare.endsWith(`.${inZone}`) || name.endsWith('.');
  return { zone: inZone, name: whole ? bare : `${bare}.${inZone}`, type };
}

export function isOnly(values: readonly string[], type: AddressType, value: string): boolean {
  return values.length === 1 && values[0] === canonicalValue(type, value);
}
