import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Body } from '#api-client/body.js';
import { freePort } from '#embedded/free-port.js';
import { newTsigKey, startBindZone, type DnsServer } from '../../lab/dns/bind.js';
import { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { createPlan, keepSecret } from '../support/plans.js';
import { untilFound } from '../support/readiness.js';
import { describeIf } from '../support/requirements.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

type Traffic = NonNullable<Body<'FailoverConfigurationRequest'>['traffic']>;
type Balancer = NonNullable<Traffic['load_balancers']>[number];
type Record = NonNullable<Traffic['dns']>[number];
type Finding = Body<'Finding'>;
type Readiness = Body<'Readiness'>;

const DEADLINE_MS = 200_000;
const ZONE = 'shop.test';
const VALUES = { primary: '192.0.2.10', secondary: '192.0.2.20' };

describeIf('haproxy', 'the readiness of routing, with a real HAProxy', (haproxyProgram) => {
  describeIf('named', 'and a real bind9', (named) => {
    let service: IsolatedService;
    let folder: string;
    let haproxy: Child;
    let nameServer: DnsServer;
    /** Where clients go. */
    let front: string;
    let frontPort: number;

    beforeAll(async () => {
      service = await startIsolatedService({ READINESS_INTERVAL_MS: '5000' });
      folder = await mkdtemp(join(tmpdir(), 'readiness-'));
      const key = newTsigKey('updates');
      const records = ['app 5 IN A 192.0.2.10', 'slow 3600 IN A 192.0.2.10', 'moved 5 IN A 192.0.2.99'];
      nameServer = await startBindZone(named, { directory: join(folder, 'dns'), zone: ZONE, records, key });
      await keepSecret(service, 'tsig', key);
      await keepSecret(service, 'wrong-tsig', newTsigKey('updates'));
      frontPort = await freePort();
      front = `http://127.0.0.1:${frontPort}/`;
      haproxy = await startHaproxy();
    }, DEADLINE_MS);

    afterAll(async () => {
      await service?.stop();
      await haproxy?.kill();
      await nameServer?.stop();
      await rm(folder, { recursive: true, force: true });
    }, DEADLINE_MS);

    async function startHaproxy(): Promise<Child> {
      const file = join(folder, 'haproxy.cfg');
      const config = `global
  stats socket ${join(folder, 'admin.sock')} level admin
  stats socket ${join(folder, 'operator.sock')} level operator
defaults
  mode http
  retries 0
  timeout connect 1s
  timeout client 10s
  timeout server 10s
frontend clients
  bind 127.0.0.1:${frontPort}
  default_backend app
backend app
  server toronto 127.0.0.1:1
  server vancouver 127.0.0.1:1 disabled
`;
      await writeFile(file, config);
      const child = new Child({ name: 'haproxy', program: haproxyProgram, arguments: ['-db', '-q', '-f', file] });
      await waitUntil(async () => child.pid === undefined || (await fetch(front)).status === 503, {
        what: 'HAProxy is there',
      });
      child.mustRun();
      return child;
    }

    const plan = async (balancer: Partial<Balancer> = {}, record: Partial<Record> = {}): Promise<string> => {
      const base = tabletopPlan();
      return createPlan(service, {
        ...base,
        rto: 2,
        components: [
          {
            ...base.components[0]!,
            component_id: 'comp_gateway',
            rto: 2,
            dependencies: [],
            recovery_procedures: ['load_balancer_failover', 'dns_switchover'],
            targets: { primary: { driver: 'http', url: front }, secondary: { driver: 'http', url: front } },
          },
        ],
        recovery_procedures: [],
        failover_configuration: {
          ...base.failover_configuration,
          traffic: {
            load_balancers: [
              {
                driver: 'haproxy',
                address: `unix://${join(folder, 'admin.sock')}`,
                backend: 'app',
                servers: { primary: 'toronto', secondary: 'vancouver' },
                ...balancer,
              },
            ],
            dns: [
              {
                driver: 'rfc2136',
                server: nameServer.address,
                zone: ZONE,
                name: 'app',
                type: 'A',
                ttl: 5,
                values: VALUES,
                tsig: 'secret://tsig',
                ...record,
              },
            ],
          },
        },
      });
    };

    /** What speaks against its routing. */
    const about = (findings: readonly Finding[]): readonly Finding[] =>
      findings.filter(({ code, severity }) => severity === 'error' || code === 'dns_ttl_exceeds_rto');

    /** Until these are found, and nothing else: on a machine that stands still for a moment looks come to nothing. */
    async function untilJust(id: string, what: string, expected: readonly object[]): Promise<Readiness> {
      let seen: readonly Finding[] = [];
      const isSo = ({ findings }: Readiness): boolean => {
        seen = about(findings);
        try {
          expect(seen).toMatchObject(expected);
          return true;
        } catch {
          return false;
        }
      };
      return untilFound(service, id, what, isSo).catch((error: unknown) => {
        expect(seen).toMatchObject(expected);
        throw error;
      });
    }

    it.each<[string, Partial<Balancer>, Partial<Record>, object]>([
      [
        'a server that HAProxy does not know',
        { servers: { primary: 'toronto', secondary: 'nowhere' } },
        {},
        { code: 'load_balancer_server_unknown', message: expect.stringContaining('nowhere') as unknown },
      ],
      ['a backend that it does not know', { backend: 'other' }, {}, { code: 'load_balancer_unusable' }],
      [
        'a key that bind9 refuses',
        {},
        { tsig: 'secret://wrong-tsig' },
        { code: 'tsig_refused', subject: 'comp_gateway.check_dns' },
      ],
      ['no key, where bind9 wants one', {}, { tsig: null }, { code: 'dns_refused' }],
      ['a zone that is not its', {}, { zone: 'other.test' }, { subject: 'comp_gateway.check_dns' }],
      ['a value of somebody else', {}, { name: 'moved' }, { code: 'effect_missing' }],
      [
        'a TTL that is longer in the zone than in the plan',
        {},
        { name: 'slow' },
        { code: 'dns_ttl_exceeds_rto', severity: 'warning', measured: '3600 s', threshold: '120 s' },
      ],
    ])(
      'tells of %s',
      async (_, balancer, record, expected) => {
        await untilJust(await plan(balancer, record), 'it is found', [expected]);
      },
      DEADLINE_MS,
    );

    it(
      'tells of a socket that is not for admins',
      async () => {
        const id = await plan({ address: `unix://${join(folder, 'operator.sock')}` });
        await untilJust(id, 'it is found', [{ code: 'load_balancer_not_admin' }]);
      },
      DEADLINE_MS,
    );

    it(
      'finds nothing while all is well, and tells of sockets and servers that are gone until they are back',
      async () => {
        const id = await plan();
        await untilJust(id, 'nothing is found', []);

        await haproxy.kill();
        await rm(join(folder, 'admin.sock'), { force: true });
        await untilJust(id, 'the socket is missed', [
          { code: 'load_balancer_unusable', message: expect.stringContaining('no such socket') as unknown },
        ]);
        haproxy = await startHaproxy();
        const back = await untilJust(id, 'the socket is back', []);
        expect(back.resolved.map(({ code }) => code)).toContain('load_balancer_unusable');

        await nameServer.stop();
        await untilJust(id, 'the name server is missed', [
          { code: 'peer_unreachable', subject: 'comp_gateway.check_dns' },
        ]);
      },
      DEADLINE_MS,
    );
  });
});
