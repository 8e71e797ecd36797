import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { ForbiddenAddressError, guardedLookup, requireAllowedHost, type Lookup } from './address-guard.js';
import { sendRequest } from './request.js';

describe('the guard of outbound calls', () => {
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '100.100.100.200',
    'metadata.google.internal',
    'METADATA.google.internal.',
  ])('refuses %s', (host) => {
    expect(() => requireAllowedHost(host)).toThrow(ForbiddenAddressError);
  });

  it.each(['127.0.0.1', '[::1]', '10.0.0.1', '169.253.0.1', 'example.org', '[fd00::1]'])('lets %s through', (host) => {
    expect(() => requireAllowedHost(host)).not.toThrow();
  });

  it.each(['http://2852039166/', 'http://0xa9fea9fe/', 'http://169.254.43518/', 'http://[::ffff:a9fe:a9fe]/'])(
    'sees through %s',
    async (url) => {
      const sent = sendRequest({ method: 'GET', url }, AbortSignal.timeout(5_000), 1_000);
      await expect(sent).rejects.toMatchObject({ code: 'forbidden_address' });
    },
  );

  const answering =
    (...addresses: LookupAddress[]): Lookup =>
    (_name, _options, callback) =>
      callback(null, addresses);

  it('refuses a name when one of its addresses is forbidden, and connects to none', async () => {
    const lookup = answering({ address: '127.0.0.1', family: 4 }, { address: '169.254.169.254', family: 4 });
    const sent = sendRequest({ method: 'GET', url: 'http://rebound.test/' }, AbortSignal.timeout(5_000), 1_000, lookup);
    await expect(sent).rejects.toMatchObject({ code: 'forbidden_address' });
  });

  it('asks the name server once, so that its second answer can not be another', async () => {
    let asked = 0;
    const lookup: Lookup = (_name, _options, callback) => {
      asked++;
      callback(null, [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    };
    const sent = sendRequest(
      { method: 'GET', url: 'http://rebound.test:1/' },
      AbortSignal.timeout(5_000),
      1_000,
      lookup,
    );
    await expect(sent).rejects.toMatchObject({ code: 'peer_unreachable', why: 'connection refused' });
    expect(asked).toBe(1);
  });

  it('answers in the form that was asked for', () => {
    const lookup = guardedLookup(answering({ address: '::1', family: 6 }));
    lookup('x', { all: false }, (error, address, family) => expect([error, address, family]).toEqual([null, '::1', 6]));
    lookup('x', { all: true }, (_, addresses) => expect(addresses).toEqual([{ address: '::1', family: 6 }]));
  });
});
