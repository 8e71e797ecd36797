import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Body } from '#api-client/body.js';
import { PatroniCluster } from '../../lab/patroni/patroni-cluster.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { execution, type ExecutionView } from '../support/executions.js';
import { createPlan, keepSecret } from '../support/plans.js';
import { executeProcedure } from '../support/procedure-plan.js';
import { describeIf } from '../support/requirements.js';
import { tabletopPlan } from '../support/tabletop-plan.js';

type Procedure = Body<'ProcedureRequest'>;

const DEADLINE_MS = 300_000;
/** Looks at its work often, and is as patient with its leader as Patroni is when nothing is said. */
const TIMING = { ttl: 30, loop_wait: 1, retry_timeout: 10 };

describeIf('etcd', 'a Patroni cluster', (etcd) => {
  describeIf('patroni', 'driven through its REST API', (patroni) => {
    describeIf('postgres15', 'by steps of a procedure', (postgres) => {
      let service: IsolatedService;
      let cluster: PatroniCluster;

      beforeAll(async () => {
        service = await startIsolatedService({ LEASE_TTL_MS: '1000', SWEEP_INTERVAL_MS: '200' });
        cluster = await PatroniCluster.up({ etcd, patroni, postgresBin: dirname(postgres) }, TIMING);
        await keepSecret(service, 'patroni', cluster.authorization);
      }, DEADLINE_MS);

      afterAll(async () => {
        await service?.stop();
        await cluster?.stop();
      }, DEADLINE_MS);

      /** docs/examples/patroni-switchover.json, at the addresses of this cluster. */
      function example(id: string, candidate = 'vancouver'): Procedure {
        const text = readFileSync(new URL('../../docs/examples/patroni-switchover.json', import.meta.url), 'utf8')
          .replaceAll('http://toronto.example:8008', cluster.leader.apiUrl)
          .replaceAll('http://vancouver.example:8008', cluster.standby.apiUrl)
          .replaceAll('"candidate": "vancouver"', `"candidate": "${candidate}"`);
        return { ...(JSON.parse(text) as Procedure), procedure_id: id };
      }

      async function begin(procedure: Procedure): Promise<string> {
        const plan = tabletopPlan();
        const plan_id = await createPlan(service, {
          ...plan,
          plan_name: procedure.procedure_id,
          components: [{ ...plan.components[0]!, recovery_procedures: [] }],
          recovery_procedures: [procedure],
        });
        return (await executeProcedure(service, procedure.procedure_id, { plan_id })).execution_id;
      }

      const until = (id: string, status: string): Promise<ExecutionView> =>
        waitUntil(
          async () => {
            const view = await execution(service, id);
            return view.status === status && view;
          },
          { what: `${id} is ${status}`, deadlineMs: 200_000, everyMs: 100 },
        );

      /** Each is a change of leaders. */
      const history = async (): Promise<readonly unknown[]> =>
        (await (await fetch(`${cluster.standby.apiUrl}/history`)).json()) as unknown[];

      const requestsSeen = (): number =>
        cluster.standby.log().split('received switchover request with leader=toronto candidate=vancouver').length - 1;

      it(
        'stays where it is when it refuses, and the step says so without repeating what it was told',
        async () => {
          const { steps: given, ...rest } = example('proc_nobody', 'nobody');
          const steps = given.map((step) => (typeof step === 'string' ? step : { ...step, retries: 0 }));
          const { steps: seen, error } = await until(await begin({ ...rest, steps }), 'paused');
          expect(seen.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'pending', 'pending']);
          expect(JSON.stringify([seen, error])).toContain('status 412 instead of 2xx');
          expect(await history()).toEqual([]);
        },
        DEADLINE_MS,
      );

      it(
        'is switched over exactly once, also when the worker is killed while Patroni does it',
        async () => {
          const id = await begin(example('proc_switchover'));
          await waitUntil(() => requestsSeen() > 0, { what: 'Patroni is asked', deadlineMs: 60_000 });
          service.service.killWorker('SIGKILL');
          const { steps } = await until(id, 'completed');
          expect(steps.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
          await waitUntil(async () => (await history()).length > 0, { what: 'Patroni writes its history' });
          expect(await history()).toHaveLength(1);
          const client = new pg.Client({ connectionString: cluster.databaseUrl(cluster.standby.databasePort) });
          await client.connect();
          try {
            const { rows } = await client.query('SELECT pg_is_in_recovery() AS standby');
            expect(rows).toEqual([{ standby: false }]);
          } finally {
            await client.end();
          }
        },
        DEADLINE_MS,
      );
    });
  });
});
