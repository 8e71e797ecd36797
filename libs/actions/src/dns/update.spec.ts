import { Resolver } from 'node:dns/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  newTsigKey,
  startBindResolver,
  startBindZone,
  startKnotZone,
  type DnsServer,
  type ZoneOptions,
} from '../../../../test/support/name-servers.js';
import { describeIf } from '../../../../test/support/requirements.js';
import { abortedAfter, testActions } from '../testing/context.js';
import { freePort } from '../testing/postgres-pair.js';

const ZONE = 'example.org';
/** Seconds: long enough for a busy machine to look before a cache has forgotten. */
const TTL = 5;

interface Stage {
  readonly actions: ReturnType<typeof testActions>;
  server: DnsServer;
  folder: string;
}

/** What every name server that takes RFC 2136 has to show. */
function showsUpdates(start: (options: ZoneOptions) => Promise<DnsServer>): Stage {
  const actions = testActions();
  const stage = { actions } as Stage;
  const key = newTsigKey('failover');

  beforeAll(async () => {
    stage.folder = await mkdtemp(join(tmpdir(), 'dns-'));
    const records = [
      `app ${TTL} IN A 192.0.2.1`,
      `web ${TTL} IN CNAME toronto.example.org.`,
      `six ${TTL} IN AAAA 2001:db8::1`,
    ];
    stage.server = await start({ directory: join(stage.folder, 'zone'), zone: ZONE, records, key });
    actions.secrets.set('tsig', key);
    actions.secrets.set('other', newTsigKey('failover'));
    actions.secrets.set('stranger', newTsigKey('stranger'));
    actions.secrets.set('broken', 'not a key');
  });
  afterAll(async () => {
    actions.catalog.close();
    await stage.server.stop();
    await rm(stage.folder, { recursive: true, force: true });
  });

  const record = () => ({ server: stage.server.address, zone: ZONE, name: 'app', type: 'A', tsig: 'secret://tsig' });
  const over = () => ({ ...record(), value: '192.0.2.2', undo_value: '192.0.2.1', ttl: TTL });
  const back = () => ({ ...record(), value: '192.0.2.1', undo_value: '192.0.2.2', ttl: TTL });
  const now = async (name: string, type: 'A' | 'AAAA' | 'CNAME') => {
    const resolver = new Resolver();
    resolver.setServers([stage.server.address]);
    return resolver.resolve(`${name}.${ZONE}`, type);
  };

  beforeEach(async () => {
    await actions.run('dns.update', back());
  });

  it('moves an address, is seen to be done, may be done again, and can be undone', async () => {
    expect(await actions.probe('dns.update', over())).toEqual({ answer: 'not_done' });
    const output = await actions.run('dns.update', over());
    expect(output).toMatchObject({ name: 'app.example.org', previous: ['192.0.2.1'], previous_ttl: TTL });
    expect(await now('app', 'A')).toEqual(['192.0.2.2']);
    expect(await actions.probe('dns.update', over())).toMatchObject({ answer: 'done' });
    await actions.run('dns.update', over());
    expect(await now('app', 'A')).toEqual(['192.0.2.2']);
    await actions.undo('dns.update', over());
    expect(await now('app', 'A')).toEqual(['192.0.2.1']);
  });

  it('moves an alias and an IPv6 address, whichever way they are written', async () => {
    await actions.run('dns.update', {
      ...over(),
      name: 'web.example.org.',
      type: 'CNAME',
      value: 'Vancouver.Example.ORG.',
      undo_value: null,
    });
    expect(await now('web', 'CNAME')).toEqual(['vancouver.example.org']);
    await actions.run('dns.update', {
      ...over(),
      name: 'six',
      type: 'AAAA',
      value: '2001:DB8:0:0:0:0:0:2',
      undo_value: null,
    });
    expect(await now('six', 'AAAA')).toEqual(['2001:db8::2']);
  });

  it('takes a changed TTL for not done', async () => {
    await actions.run('dns.update', over());
    expect(await actions.probe('dns.update', { ...over(), ttl: TTL + 1 })).toEqual({ answer: 'not_done' });
  });

  it('replaces whatever was there by the one value', async () => {
    await actions.run('dns.update', { ...over(), name: 'new', undo_value: null });
    expect(await now('new', 'A')).toEqual(['192.0.2.2']);
  });

  it('is refused with another secret, with a key that the server does not know, and without any', async () => {
    for (const tsig of ['secret://other', 'secret://stranger']) {
      const refused = actions.run('dns.update', { ...over(), tsig });
      await expect(refused).rejects.toMatchObject({ code: 'tsig_refused' });
    }
    const { tsig: _, ...unsigned } = over();
    await expect(actions.run('dns.update', unsigned)).rejects.toMatchObject({ code: 'dns_refused' });
    await expect(actions.run('dns.update', { ...over(), tsig: 'secret://broken' })).rejects.toMatchObject({
      code: 'tsig_key_invalid',
    });
    expect(await now('app', 'A')).toEqual(['192.0.2.1']);
  });

  it("is refused for a zone that is another server's", async () => {
    const foreign = actions.run('dns.update', { ...over(), zone: 'example.net' });
    await expect(foreign).rejects.toMatchObject({ code: 'dns_refused' });
  });

  it('checks without changing anything', async () => {
    const resolver = new Resolver();
    resolver.setServers([stage.server.address]);
    const { serial } = await resolver.resolveSoa(ZONE);
    const check = { ...record(), known_values: ['192.0.2.1', '192.0.2.2'] };
    for (const other of [
      { name: 'nowhere', known_values: ['192.0.2.1'] },
      { name: 'aaaa', type: 'AAAA', known_values: ['2001:db8::1'] },
      { name: 'cname', type: 'CNAME', known_values: ['toronto.example.org'] },
    ]) {
      expect(await actions.run('dns.check', { ...check, ...other })).toMatchObject({ values: [], ttl: null });
    }
    expect(await actions.run('dns.check', check)).toEqual({ name: 'app.example.org', values: ['192.0.2.1'], ttl: TTL });
    await expect(actions.run('dns.check', { ...check, tsig: 'secret://other' })).rejects.toMatchObject({
      code: 'tsig_refused',
    });
    const { tsig: _, ...unsigned } = check;
    await expect(actions.run('dns.check', unsigned)).rejects.toMatchObject({ code: 'dns_refused' });
    await expect(actions.run('dns.check', { ...check, known_values: ['192.0.2.9'] })).rejects.toMatchObject({
      code: 'effect_missing',
    });
    await expect(actions.run('dns.check', { ...check, zone: 'example.net' })).rejects.toThrow();
    expect(await now('app', 'A')).toEqual(['192.0.2.1']);
    expect((await resolver.resolveSoa(ZONE)).serial).toBe(serial);
  });
  return stage;
}

describeIf('named', 'dns.update at bind9', (program) => {
  const stage = showsUpdates((options) => startBindZone(program, options));
  const { actions } = stage;
  let cache: DnsServer;

  beforeAll(async () => {
    cache = await startBindResolver(program, {
      directory: join(stage.folder, 'resolver'),
      zone: ZONE,
      forwardTo: stage.server.address,
    });
  });
  afterAll(() => cache.stop());

  const inputs = () => ({
    server: stage.server.address,
    zone: ZONE,
    name: 'app',
    type: 'A',
    tsig: 'secret://tsig',
    value: '192.0.2.2',
    ttl: TTL,
  });
  const cached = async () => {
    const resolver = new Resolver();
    resolver.setServers([cache.address]);
    return resolver.resolve4(`app.${ZONE}`, { ttl: true });
  };

  it('waits for a resolver that holds on to the old value, and says how long that took', async () => {
    expect(await cached()).toMatchObject([{ address: '192.0.2.1' }]);
    const output = await actions.run('dns.update', { ...inputs(), resolvers: [stage.server.address, cache.address] });
    expect(await cached()).toMatchObject([{ address: '192.0.2.2' }]);
    const { [stage.server.address]: direct, [cache.address]: late } = output['resolvers'] as Record<string, number>;
    expect(late).toBeGreaterThan(direct!);
    expect(output['converged_ms']).toBeGreaterThanOrEqual(late!);
  });

  it('can wait until the old TTL is over for caches that nobody knows', async () => {
    const output = await actions.run('dns.update', { ...inputs(), wait_ttl: true });
    // Timers may fire a millisecond early.
    expect(output['converged_ms']).toBeGreaterThanOrEqual(TTL * 1000 - 5);
  });

  it('names the resolver that does not follow, when the time is up', async () => {
    await cached();
    const late = actions.run(
      'dns.update',
      { ...inputs(), resolvers: [cache.address] },
      { signal: AbortSignal.timeout(2_000) },
    );
    await expect(late).rejects.toMatchObject({
      code: 'effect_missing',
      details: { where: cache.address, says: '192.0.2.1' },
    });
  });

  it('does not know about a server that it can not reach', async () => {
    const gone = { ...inputs(), server: `127.0.0.1:${await freePort()}` };
    expect(await actions.probe('dns.update', gone)).toMatchObject({ answer: 'unknown' });
    await expect(actions.run('dns.update', gone)).rejects.toMatchObject({ code: 'peer_unreachable' });
  });

  it('stops at once when the server is frozen', async () => {
    process.kill(stage.server.pid!, 'SIGSTOP');
    try {
      const { error } = await abortedAfter((signal) => actions.run('dns.update', inputs(), { signal }));
      expect(error).toMatchObject({ code: 'action_aborted' });
    } finally {
      process.kill(stage.server.pid!, 'SIGCONT');
    }
  });
});

describeIf('knotd', 'dns.update at Knot DNS', (program) => {
  showsUpdates((options) => startKnotZone(program, options));
});

describe('what dns.update is told', () => {
  const actions = testActions();
  const inputs = { server: '127.0.0.1', zone: ZONE, name: 'app', type: 'A', value: '192.0.2.2', ttl: 5 };
  const parse = (more: object) => () => actions.catalog.get('dns.update').parse({ ...inputs, ...more });

  it.each([
    [{ value: 'toronto' }, 'value: must be what a record of type A holds'],
    [{ type: 'AAAA' }, 'value: must be what a record of type AAAA holds'],
    [{ undo_value: '::1' }, 'undo_value: must be what a record of type A holds'],
    [{ server: '127.0.0.1:0' }, 'server: must be host or host:port'],
    [{ resolvers: ['resolver.example'] }, 'resolvers.0: must be an IP address'],
    [{ name: 'a b' }, 'name: must be a domain name'],
    [{ zone: `${'a'.repeat(64)}.org` }, 'zone: must be a domain name'],
    [{ tsig: 'hmac-sha256:x:c2VjcmV0' }, 'tsig: must be secret://name'],
  ])('refuses %j', (more, issue) => {
    expect(parse(more)).toThrow(expect.objectContaining({ issues: [issue] }) as unknown as Error);
  });

  it('never asks a metadata address', async () => {
    const sent = actions.run('dns.update', { ...inputs, server: '169.254.169.253' });
    await expect(sent).rejects.toMatchObject({ code: 'forbidden_address' });
  });
});
