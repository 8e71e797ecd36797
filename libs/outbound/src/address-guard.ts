import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { DomainError } from '#domain/errors.js';

/** The address of a cloud's metadata service, which hands out the machine's credentials to whoever asks from it. */
export class ForbiddenAddressError extends DomainError {
  constructor(host: string, address: string) {
    super('forbidden_address', `${host} is a link-local or metadata address, which is never called`, { host, address });
  }
}

const DENIED = new BlockList();
DENIED.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local (RFC 3927): AWS, Google, Azure, OpenStack, ECS
DENIED.addAddress('100.100.100.200', 'ipv4'); // Alibaba Cloud
DENIED.addAddress('192.0.0.192', 'ipv4'); // Oracle Cloud
DENIED.addAddress('168.63.129.16', 'ipv4'); // Azure's wire server
DENIED.addSubnet('fe80::', 10, 'ipv6'); // link-local (RFC 4291)
DENIED.addAddress('fd00:ec2::254', 'ipv6'); // AWS
DENIED.addAddress('fd20:ce::254', 'ipv6'); // Google
DENIED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6'); // 169.254.0.0/16 behind NAT64 (RFC 6052)

/** Names that mean the metadata service wherever they resolve to. */
const DENIED_NAMES = ['metadata.google.internal', 'metadata', 'instance-data', 'instance-data.ec2.internal'];

/** IPv4 addresses written as IPv6, `::ffff:169.254.1.1`, are seen through. */
export function isDenied(address: string): boolean {
  return DENIED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** @param host a name or an address as in a URL, IPv6 with or without brackets. @throws ForbiddenAddressError */
export function requireAllowedHost(host: string): void {
  const bare = host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  if (DENIED_NAMES.includes(bare) || (isIP(bare) !== 0 && isDenied(bare))) throw new ForbiddenAddressError(host, bare);
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (name: string, options: LookupOptions, callback: LookupCallback) => void;

/**
 * A `lookup` for `net.connect` and `http.request` that refuses names with a forbidden address among theirs.
 *
 * The connection is made to the very addresses that were checked here. Checking first and connecting by name after
 * would ask the name server twice, and its owner could answer differently the second time.
 */
export function guardedLookup(lookup: Lookup = systemLookup as Lookup): Lookup {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = found as LookupAddress[];
      const denied = addresses.find(({ address }) => isDenied(address));
      if (denied) return callback(new ForbiddenAddressError(name, denied.address), []);
      const first = addresses[0];
      if (options.all || !first) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
