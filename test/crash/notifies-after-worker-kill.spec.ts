import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Child } from '../../lab/process/child.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { failoverRequest } from '../support/effect-plan.js';
import { startFailoverOf } from '../support/executions.js';
import { untilNotified, walkThroughPlan } from '../support/notifications.js';
import { createPlan } from '../support/plans.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const SETTINGS = {
  WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
  // Nothing that is merely slow may be sent twice. What a dead worker had claimed is free after twice this time.
  NOTIFICATION_TIMEOUT_MS: '8000',
  NOTIFICATION_RETRY_MS: '50',
  SHUTDOWN_GRACE_MS: '200',
};

describe('notifications with three workers', () => {
  let hooks: WebhookReceiver;
  let service: IsolatedService;
  let others: Child[] = [];

  beforeAll(async () => {
    hooks = await WebhookReceiver.start();
    service = await startIsolatedService({ ...SETTINGS, SWEEP_INTERVAL_MS: '200' });
    others = ['second', 'third'].map(
      (name) =>
        new Child({
          name: `${name} worker`,
          program: process.execPath,
          arguments: ['dist/apps/worker/src/main.js'],
          channel: true,
          env: {
            ...SETTINGS,
            ...service.service.secrets,
            DATABASE_URL: service.service.databaseUrl,
            QUEUE_URL: '',
            LOG_LEVEL: 'warn',
            WORKER_QUEUES: 'notifications',
          },
        }),
    );
    await Promise.all(others.map((worker) => worker.firstMessage()));
  });

  afterAll(async () => {
    await Promise.all(others.map((worker) => worker.stop()));
    await service?.stop();
    await hooks?.stop();
  });

  async function sql<T extends object>(text: string): Promise<T[]> {
    const client = new pg.Client({ connectionString: service.service.databaseUrl });
    await client.connect();
    try {
      return (await client.query<T>(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('every event reaches every recipient, in exactly one row and one request', async () => {
    const recipients = Array.from({ length: 5 }, (_, i) => hooks.url(`/many/${i}`));
    const plans = await Promise.all(
      Array.from({ length: 12 }, (_, i) => createPlan(service, walkThroughPlan({ recipients }, `Plan ${i}`))),
    );
    await Promise.all(plans.map((plan) => startFailoverOf(service, plan, failoverRequest())));
    for (const plan of plans) await untilNotified(service, plan, 'delivered', 10);
    const rows = await sql<{ events: number; deliveries: number; distinct: number }>(
      `SELECT (SELECT count(*)::integer FROM notification_outbox) AS events, count(*)::integer AS deliveries,
         count(DISTINCT (outbox_id, recipient))::integer AS distinct FROM notification_deliveries`,
    );
    expect(rows).toEqual([{ events: 24, deliveries: 120, distinct: 120 }]);
    const requests = hooks.received.map(({ headers }) => headers['webhook-id']);
    expect(requests).toHaveLength(120);
    expect(new Set(requests).size).toBe(120);
  });

  it('a worker killed in the middle of a delivery: another delivers it, under the same id, and it is there once', async () => {
    hooks.answers.set('/killed', 'hold');
    const planId = await createPlan(service, walkThroughPlan({ recipients: [hooks.url('/killed')] }));
    await startFailoverOf(service, planId, failoverRequest());
    await waitUntil(() => hooks.on('/killed').length === 2, { what: 'both deliveries are under way' });
    await Promise.all(others.map((worker) => worker.kill()));
    service.service.killWorker('SIGKILL');
    hooks.answers.delete('/killed');
    const sent = await untilNotified(service, planId, 'delivered', 2);
    expect(sent).toHaveLength(2);
    expect(sent.map(({ attempts }) => attempts)).toEqual([2, 2]);
    const ids = hooks.on('/killed').map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(4);
    expect(new Set(ids)).toEqual(new Set(sent.map((one) => one.notification_id)));
  });
});
