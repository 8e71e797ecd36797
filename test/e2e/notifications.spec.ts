import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Body } from '#api-client/body.js';
import { succeeded } from '#api-client/succeeded.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { confirmWaiting, startFailoverOf, untilStatus } from '../support/executions.js';
import { header, MailServer } from '../support/mail-server.js';
import { notificationsOf, untilNotified, walkThroughPlan } from '../support/notifications.js';
import { createPlan, keepSecret } from '../support/plans.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { Witness } from '../support/witness.js';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let mail: MailServer;
let hooks: WebhookReceiver;
let service: IsolatedService;

beforeAll(async () => {
  [mail, hooks] = await Promise.all([MailServer.start(), WebhookReceiver.start()]);
  service = await startIsolatedService({
    SMTP_URL: mail.url,
    NOTIFICATION_FROM: 'Disaster Recovery <dr@recovery.example>',
    WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: 'https://dr.example',
    NOTIFICATION_RETRY_MS: '1',
    NOTIFICATION_TIMEOUT_MS: '30000',
    SWEEP_INTERVAL_MS: '200',
    SHUTDOWN_GRACE_MS: '200',
  });
});

afterAll(async () => {
  await service?.stop();
  await Promise.all([mail?.stop(), hooks?.stop()]);
});

/** A walk-through from its request to its end. */
async function walkThrough(planId: string, request: Partial<Body<'FailoverRequest'>> = {}): Promise<string> {
  const id = await startFailoverOf(service, planId, failoverRequest({ failover_type: 'planned', ...request }));
  await untilStatus(service, id, 'completed');
  return id;
}

interface Query {
  readonly plan_id: string;
  readonly status?: Body<'DeliveryStatus'>;
  readonly limit?: string;
  readonly cursor?: string;
}

const page = (query: Query): Promise<Body<'NotificationPage'>> =>
  succeeded(service.api.GET('/disaster-recovery/notifications', { params: { query } }));

describe('what is sent', () => {
  it('by e-mail: start and end, marked as a simulation, in one thread', async () => {
    const planId = await createPlan(
      service,
      walkThroughPlan({ recipients: ['ops@mail.example', 'boss@mail.example'] }),
    );
    const id = await walkThrough(planId);
    const sent = await untilNotified(service, planId, 'delivered', 4);
    const subjects = ['[SIMULATION] Failover started: Orders', '[SIMULATION] Failover completed: Orders'];
    expect([...mail.subjectsOf('ops@mail.example')].toSorted()).toEqual(subjects.toSorted());
    expect([...mail.subjectsOf('boss@mail.example')].toSorted()).toEqual(subjects.toSorted());
    const mails = mail.mails.filter(({ to }) => to === 'ops@mail.example');
    for (const one of mails) {
      expect(one.source).toContain('[SIMULATION] Nothing was done to any system');
      expect(header(one, 'From')).toBe('Disaster Recovery <dr@recovery.example>');
      expect(header(one, 'References')).toBe(`<${id}@recovery.example>`);
    }
    // The id of the delivery is what a receiver knows it by.
    const ids = sent.filter(({ recipient }) => recipient === 'ops@mail.example').map((one) => one.notification_id);
    expect(mails.map((one) => header(one, 'Message-ID')).toSorted()).toEqual(
      ids.map((one) => `<${one}@recovery.example>`).toSorted(),
    );
  });

  it('to a webhook: signed, with the id of the delivery', async () => {
    const planId = await createPlan(service, walkThroughPlan({ recipients: [hooks.url('/signed?token=1')] }));
    const id = await walkThrough(planId);
    const sent = await untilNotified(service, planId, 'delivered', 2);
    const received = hooks.on('/signed?token=1');
    const bodies = received.map(
      ({ body, headers }) => new Webhook(SECRET).verify(body, headers as Record<string, string>) as { type: string },
    );
    expect(bodies.map(({ type }) => type).toSorted()).toEqual(['failover.completed', 'failover.started']);
    expect(bodies[0]).toMatchObject({
      data: { plan_id: planId, execution_id: id, execution_mode: 'simulation', rto_ms: null },
    });
    expect(received.map(({ headers }) => String(headers['webhook-id'])).toSorted()).toEqual(
      sent.map((one) => one.notification_id).toSorted(),
    );
    expect(() => new Webhook(SECRET).verify(`${received[0]!.body} `, received[0]!.headers as never)).toThrow();
    // The list does not show what may be a password.
    expect(sent[0]!.recipient).toBe(`${hooks.url('')}/…`);
  });

  it('to a chat whose address is a secret', async () => {
    await keepSecret(service, 'chat', hooks.url('/chat'));
    const plan = walkThroughPlan({ recipients: ['slack+secret://chat'] }, 'Orders <!channel> & more');
    const planId = await createPlan(service, plan);
    await walkThrough(planId);
    await untilNotified(service, planId, 'delivered', 2);
    const texts = hooks.on('/chat').map(({ body }) => (JSON.parse(body) as { text: string }).text);
    expect(texts).toHaveLength(2);
    expect(texts.toSorted()[0]).toContain('Failover completed: Orders &lt;!channel&gt; &amp; more*\n[SIMULATION]');
  });

  it('of a live failover that waits for a person: what to do, and with which request', async () => {
    const witness = await Witness.start();
    try {
      const plan = effectPlan(witness, ['Tell the duty manager', { name: 'a' }]);
      const planId = await createPlan(service, { ...plan, notifications: { recipients: ['duty@mail.example'] } });
      const id = await startFailoverOf(service, planId, failoverRequest());
      await confirmWaiting(service, id);
      await untilNotified(service, planId, 'delivered', 3);
      await confirmWaiting(service, id);
      await untilStatus(service, id, 'completed');
      await untilNotified(service, planId, 'delivered', 4);
      const subjects = mail.subjectsOf('duty@mail.example');
      expect(subjects.map((subject) => subject.split(':')[0]!).toSorted()).toEqual([
        'Failover WAITS FOR YOU',
        'Failover WAITS FOR YOU',
        'Failover completed',
        'Failover started',
      ]);
      const text = mail.mails
        .find(({ source }) => source.includes('Tell the duty manager'))!
        .source.replace(/=\r\n/g, '');
      expect(text).toContain(`POST https://dr.example/disaster-recovery/executions/${id}/steps/`);
    } finally {
      await witness.stop();
    }
  });
});

describe('who is told', () => {
  it('nobody when the plan or the failover does not want it', async () => {
    const recipients = ['quiet@mail.example'];
    const off = await createPlan(service, walkThroughPlan({ on_failover: false, recipients }));
    const on = await createPlan(service, walkThroughPlan({ on_failover: true, on_recovery: false, recipients }));
    await walkThrough(off);
    await walkThrough(on, { failover_options: { notify_stakeholders: false } });
    // Events are expanded in their order: when those of the last are, those before it are, too.
    await walkThrough(on);
    await untilNotified(service, on, 'delivered', 2);
    expect(await notificationsOf(service, off)).toEqual([]);
    expect(mail.subjectsOf('quiet@mail.example')).toHaveLength(2);
  });

  it('a plan whose recipients can not be reached by anything is refused', async () => {
    const answer = await service.send<{ error: string; details: { issues: string[] } }>(
      'POST',
      '/plans',
      walkThroughPlan({ recipients: ['ops@mail.example', 'Bob'] }),
    );
    expect(answer).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
    expect(answer.body.details.issues[0]).toMatch(/^Invalid notifications.recipients value: item 1 must be an e-mail/);
  });
});

describe('when it can not be delivered', () => {
  it('a mail server that refuses for a while gets it again until it takes it', async () => {
    const planId = await createPlan(service, walkThroughPlan({ recipients: ['later@mail.example'] }));
    mail.refusals.push(...Array.from({ length: 4 }, () => ({ code: 451, message: 'greylisted, come again' })));
    await walkThrough(planId);
    const sent = await untilNotified(service, planId, 'delivered', 2);
    expect(sent.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(6);
    expect(mail.subjectsOf('later@mail.example')).toHaveLength(2);
  });

  it('what never works is given up after eight attempts, is listed, and can be delivered again', async () => {
    hooks.answers.set('/down', 500);
    const planId = await createPlan(service, walkThroughPlan({ recipients: [hooks.url('/down')] }));
    await walkThrough(planId);
    const [dead] = (await untilNotified(service, planId, 'dead', 2)).filter(
      ({ event }) => event === 'failover.started',
    );
    expect(dead).toMatchObject({ attempts: 8, last_error: 'the receiver answered 500', delivered_at: null });
    expect(hooks.on('/down')).toHaveLength(16);
    // Every attempt is recognisable as the same message.
    expect(new Set(hooks.on('/down').map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect((await page({ plan_id: planId, status: 'dead' })).notifications).toHaveLength(2);

    hooks.answers.set('/down', 200);
    const params = { path: { notification_id: dead!.notification_id } };
    const redelivered = await succeeded(
      service.api.POST('/disaster-recovery/notifications/{notification_id}/redeliver', { params }),
    );
    expect(redelivered).toMatchObject({ status: 'pending', attempts: 0 });
    await untilNotified(service, planId, 'delivered', 1);
    expect(hooks.on('/down').at(-1)!.headers['webhook-id']).toBe(dead!.notification_id);
  });

  it.each([
    ['an unknown mailbox', 'gone@mail.example', /550 no such user/],
    ['a receiver that wants no more', '/gone', /410/],
    ['a metadata service', 'http://169.254.169.254/latest', /never called/],
  ])('%s is given up at once', async (_, to, why) => {
    hooks.answers.set('/gone', 410);
    if (to.includes('@'))
      mail.refusals.push(...Array.from({ length: 2 }, () => ({ code: 550, message: 'no such user' })));
    const recipient = to.startsWith('/') ? hooks.url(to) : to;
    const planId = await createPlan(service, walkThroughPlan({ recipients: [recipient] }));
    await walkThrough(planId);
    for (const { attempts, last_error } of await untilNotified(service, planId, 'dead', 2)) {
      expect(attempts).toBe(1);
      expect(last_error).toMatch(why);
    }
  });

  it('redirects are not followed', async () => {
    hooks.answers.set('/moved', 302);
    const planId = await createPlan(service, walkThroughPlan({ recipients: [hooks.url('/moved')] }));
    await walkThrough(planId);
    await waitUntil(
      async () => {
        const sent = await notificationsOf(service, planId);
        return sent.length === 2 && sent.every(({ last_error }) => last_error === 'the receiver answered 302');
      },
      { what: 'both have been tried' },
    );
    expect(hooks.on('/elsewhere')).toEqual([]);
  });
});

describe('the list', () => {
  it('is read page by page, without gaps and repetitions', async () => {
    const recipients = Array.from({ length: 5 }, (_, i) => `page${i}@mail.example`);
    const planId = await createPlan(service, walkThroughPlan({ recipients }));
    await walkThrough(planId);
    const all = await untilNotified(service, planId, 'delivered', 10);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { notifications, next_cursor }: Body<'NotificationPage'> = await page({
        plan_id: planId,
        limit: '3',
        ...(next === '' ? {} : { cursor: next }),
      });
      expect(notifications.length).toBeLessThanOrEqual(3);
      seen.push(...notifications.map((one) => one.notification_id));
      next = next_cursor;
    }
    expect(seen).toEqual(all.map((one) => one.notification_id));
  });

  it('and redelivery refuse what makes no sense', async () => {
    const refused = await service.send<{ error: string }>('GET', '/notifications?status=lost&limit=0&cursor=x');
    expect(refused).toMatchObject({ status: 422, body: { error: 'validation_failed' } });
    for (const id of ['nope', '00000000-0000-4000-8000-000000000000']) {
      expect(await service.send('POST', `/notifications/${id}/redeliver`)).toMatchObject({
        status: 404,
        body: { error: 'notification_not_found', details: { notification_id: id } },
      });
    }
    hooks.answers.set('/held', 'hold');
    const planId = await createPlan(service, walkThroughPlan({ recipients: [hooks.url('/held')] }));
    await walkThrough(planId);
    await waitUntil(() => hooks.on('/held').length > 0, { what: 'a delivery is under way' });
    const [pending] = await notificationsOf(service, planId);
    expect(await service.send('POST', `/notifications/${pending!.notification_id}/redeliver`)).toMatchObject({
      status: 409,
      body: { error: 'notification_pending' },
    });
    hooks.answers.delete('/held');
  });
});
