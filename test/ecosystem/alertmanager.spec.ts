import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import { freePort } from '#embedded/free-port.js';
import { Child } from '../../lab/process/child.js';
import { freeze } from '../../lab/process/freeze.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { automaticPlan, decisionsOf, failoversOf, type Sites } from '../support/automation.js';
import { ControlledSite } from '../support/controlled-site.js';
import { Monitoring } from '../support/monitoring.js';
import { describeIf } from '../support/requirements.js';
import { Witness } from '../support/witness.js';

const DEADLINE_MS = 300_000;
const WAIT = { deadlineMs: 120_000, everyMs: 100 };

/** What is scraped: a process that says that it is there. */
const TARGET = `require('node:http').createServer((_, answer) => answer.end('shop_up 1\\n')).listen(+process.argv[1], '127.0.0.1')`;

describeIf('prometheus', 'alerts of a real Prometheus', (prometheus) => {
  describeIf('alertmanager', 'through a real Alertmanager', (alertmanager) => {
    let service: IsolatedService;
    let witness: Witness;
    let sites: Sites;
    let target: Child;
    let monitoring: Monitoring;
    let planId: string;

    beforeAll(async () => {
      service = await startIsolatedService({ SWEEP_INTERVAL_MS: '200' });
      witness = await Witness.start();
      sites = { primary: await ControlledSite.start(), secondary: await ControlledSite.start() };
      // Our own probes see nothing wrong at all.
      planId = await automaticPlan(service, witness, sites);
      const port = await freePort();
      target = new Child({ name: 'the shop', program: process.execPath, arguments: ['-e', TARGET, String(port)] });
      monitoring = await Monitoring.start({
        programs: { prometheus, alertmanager },
        target: { address: `127.0.0.1:${port}`, planId },
        receiver: {
          url: `${service.service.address}/disaster-recovery/triggers/alertmanager`,
          token: await service.token({ subject: 'alertmanager', roles: ['monitor'] }),
        },
      });
    }, DEADLINE_MS);

    afterAll(async () => {
      await monitoring?.stop();
      await target?.kill();
      await sites?.primary.stop();
      await sites?.secondary.stop();
      await service?.stop();
      await witness?.stop();
    }, DEADLINE_MS);

    const switchAutomation = (enabled: boolean) =>
      service.call('PUT', `/plans/${planId}/automation`, { enabled, comment: 'a test' });

    /** What became of the alerts that were taken in. */
    async function states(): Promise<readonly string[]> {
      const client = new pg.Client({ connectionString: service.service.databaseUrl });
      await client.connect();
      try {
        const { rows } = await client.query<{ state: string }>('SELECT state FROM trigger_events ORDER BY received_at');
        return rows.map(({ state }) => state);
      } finally {
        await client.end();
      }
    }

    it(
      'wait while something forbids a failover, start none once they are resolved, and one when the site dies',
      async () => {
        await waitUntil(() => monitoring.sees(true), { what: 'Prometheus sees the shop', ...WAIT });
        await switchAutomation(false);

        const { thaw } = await freeze(target.pid!);
        const blocked = await waitUntil(
          async () =>
            (await decisionsOf(service, planId)).find(({ decision, count }) => decision === 'blocked' && count > 1),
          { what: 'the alert is decided again and again', ...WAIT },
        );
        expect(blocked).toMatchObject({
          trigger: 'site_unavailable',
          source: 'alertmanager',
          failover_id: null,
          reasons: [{ code: 'automation_paused' }],
        });
        thaw();
        await waitUntil(async () => (await states()).every((state) => state === 'resolved'), {
          what: 'Alertmanager has said that it is over',
          ...WAIT,
        });
        await switchAutomation(true);

        await target.kill();
        const started = await waitUntil(
          async () => (await decisionsOf(service, planId)).find(({ decision }) => decision === 'started'),
          { what: 'a failover is started', ...WAIT },
        );
        expect(started).toMatchObject({ trigger: 'site_unavailable', source: 'alertmanager', count: 1 });
        const failover = await waitUntil(
          async () => {
            const view = await service.call<Body<'Execution'>>('GET', `/executions/${started.failover_id}`);
            return view.status === 'completed' && view;
          },
          { what: 'the failover is completed', ...WAIT },
        );
        expect(failover).toMatchObject({ initiated_by: 'alertmanager' });

        const taken = await monitoring.notificationsTaken();
        await waitUntil(async () => (await monitoring.notificationsTaken()) >= taken + 2, {
          what: 'Alertmanager has repeated itself',
          ...WAIT,
        });
        expect(await failoversOf(service, planId)).toEqual([started.failover_id]);
      },
      DEADLINE_MS,
    );
  });
});
