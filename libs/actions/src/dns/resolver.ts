import { Resolver } from 'node:dns/promises';
import { requireAllowedHost } from '#outbound/address-guard.js';
import { hostAndPort, type RecordName } from './name-server.js';
import { canonicalValue } from './message.js';

/** Milliseconds for a resolver to answer once. */
const TIMEOUT_MS = 2_000;

/** Answers of a resolver that there is no such record. */
const NO_RECORD = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * Looks a name up as a client does, at one resolver.
 * @param address `host:port` of an IP address.
 * @returns the values, sorted; a text that says why there is no answer.
 * @throws ForbiddenAddressError
 */
export async function lookUp(
  address: string,
  { name, type }: Pick<RecordName, 'name' | 'type'>,
  signal: AbortSignal,
): Promise<readonly string[] | string> {
  requireAllowedHost(hostAndPort(address).host);
  // A new one each time: nothing is answered from the memory of an earlier question.
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    resolver.setServers([address]);
    const found = await ask(resolver, name, type);
    return found.map((value) => canonicalValue(type, value)).sort();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && NO_RECORD.has(code)) return [];
    return typeof code === 'string' ? code : 'no answer';
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function ask(resolver: Resolver, name: string, type: RecordName['type']): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
  }
}
