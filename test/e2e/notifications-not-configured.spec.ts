import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { failoverRequest } from '../support/effect-plan.js';
import { startFailoverOf, untilStatus } from '../support/executions.js';
import { untilNotified, walkThroughPlan } from '../support/notifications.js';
import { createPlan } from '../support/plans.js';

let service: IsolatedService;

beforeAll(async () => {
  service = await startIsolatedService({
    SMTP_URL: '',
    NOTIFICATION_FROM: '',
    WEBHOOK_SECRET: '',
    SHUTDOWN_GRACE_MS: '200',
  });
});
afterAll(() => service?.stop());

it('without a mail server and a secret for webhooks the failover goes on, and what could not be sent is listed', async () => {
  const recipients = ['ops@mail.example', 'https://hooks.example/dr'];
  const planId = await createPlan(service, walkThroughPlan({ recipients }));
  const id = await startFailoverOf(service, planId, failoverRequest());
  await untilStatus(service, id, 'completed');
  const sent = await untilNotified(service, planId, 'not_configured', 4);
  expect(new Set(sent.map(({ channel, attempts, last_error }) => `${channel} ${attempts} ${last_error}`))).toEqual(
    new Set(['email 1 no mail server is configured: SMTP_URL is not set', 'webhook 1 WEBHOOK_SECRET is not set']),
  );
});
