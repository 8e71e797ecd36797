import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../lab/process/wait-until.js';
import { EventStream } from '../support/event-stream.js';
import { LiveService, type ApiProcess } from '../support/live-service.js';

const LISTENERS = 1_000;

let service: LiveService;
let api: ApiProcess;

beforeAll(async () => {
  service = await LiveService.start();
  api = await service.startApi();
});
afterAll(() => service?.stop());

/** Statements and transactions that the API has had from the database, as the database counts them. */
async function transactionsOf(): Promise<number> {
  const [row] = await service.source.query<{ count: string }[]>(
    'SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(row!.count);
}

describe('many listeners', () => {
  it(`${LISTENERS} of one execution all get everything, and ask the database no more than one would`, async () => {
    const driven = await service.begin();
    const [before, began] = [await transactionsOf(), performance.now()];
    const streams = await Promise.all(
      Array.from({ length: LISTENERS }, () => EventStream.open(api, `/executions/${driven.id}/events`)),
    );
    for (const entries of driven.run()) await driven.append(...entries);
    await waitUntil(() => streams.every((stream) => stream.ended), { what: 'all have ended', deadlineMs: 90_000 });
    const journal = (await service.journal()).get(driven.id)!;
    for (const { events } of streams) {
      expect(events.slice(0, -1).map(({ event, data }) => ({ seq: data.seq, type: event }))).toEqual(journal);
      expect(events.at(-1)!.event).toBe('end');
    }
    const asked = (await transactionsOf()) - before;
    // Ten in a second, however many listen and however long it takes.
    const looks = (performance.now() - began) / 100;
    // Beside those, what the test itself has asked. One query for each listener would be a thousand.
    expect(asked - looks).toBeLessThan(LISTENERS / 2);
  }, 180_000);

  it('one who does not read is cut off, and keeps nobody else waiting', async () => {
    const driven = await service.begin();
    const path = `/executions/${driven.id}/events`;
    const slow = await EventStream.open(api, path);
    const slowAll = await EventStream.open(api, '/executions/events');
    for (const stream of [slow, slowAll]) stream.response.pause();
    const [brisk, briskAll] = [await EventStream.open(api, path), await EventStream.open(api, '/executions/events')];
    const told = (seq: number) =>
      Promise.all(
        [brisk, briskAll].map((stream) => stream.until(`${seq} was told`, (events) => events.at(-1)?.data.seq === seq)),
      );
    const { steps } = driven.execution.runbook;
    const output = { text: randomBytes(150_000).toString('hex') };
    await driven.append({ type: 'execution_started' }, { type: 'step_started', stepId: steps[0]!.id, attempt: 1 });
    // More than the kernel holds for a reader on loopback, and what the service holds on top of it.
    const many = 100;
    for (let i = 0; i < many; i++) {
      await driven.append({
        type: 'step_attempt_failed',
        stepId: steps[0]!.id,
        attempt: 1,
        error: { code: 'big', message: 'big', details: output },
        retryInMs: 1,
      });
      // At the pace of those who read: more at once than a connection may hold would cut them off, too.
      if (i % 4 === 3) await told(i + 4);
    }
    await told(many + 3);
    expect(brisk.events).toHaveLength(many + 3);
    for (const stream of [slow, slowAll]) {
      // What the kernel holds comes, and then the connection is at its end before everything was told.
      stream.response.resume();
      await waitUntil(() => stream.ended, { what: 'the slow one is cut', deadlineMs: 90_000 });
      expect(stream.events.length).toBeLessThan(many);
    }
    const resumed = await EventStream.open(api, path, slow.lastEventId);
    await resumed.until('the rest is there', (events) => events.at(-1)?.data.seq === many + 3);
    expect([...slow.events, ...resumed.events].map(({ data }) => data.seq)).toEqual(
      brisk.events.map(({ data }) => data.seq),
    );
    for (const stream of [brisk, briskAll, resumed]) stream.drop();
  }, 180_000);
});

describe('a stream', () => {
  it('is for those who may read executions, and of what there is', async () => {
    const { id } = await service.begin();
    const nobody = { ...api, token: null };
    const unprivileged = { ...api, token: await service.token([]) };
    for (const path of [`/executions/${id}/events`, '/executions/events']) {
      expect(await EventStream.answer(nobody, path)).toMatchObject({ status: 401 });
      expect(await EventStream.answer(unprivileged, path)).toMatchObject({ status: 403 });
      expect(await EventStream.answer(api, path, 'nonsense')).toMatchObject({ status: 422 });
    }
    const unknown = await EventStream.answer(api, '/executions/failover_none/events');
    expect({ ...unknown, body: JSON.parse(unknown.body) }).toMatchObject({
      status: 404,
      body: { error: 'execution_not_found' },
    });
    // Of another journal, or of one that was set back: to go on from there would leave out events.
    expect(await EventStream.answer(api, `/executions/${id}/events`, '99')).toMatchObject({ status: 422 });
    expect(await EventStream.answer(api, '/executions/events', '99999999999--0')).toMatchObject({ status: 422 });
  });

  it('is refused where as many are served as may be', async () => {
    const small = await service.startApi({ EVENT_STREAMS: '1' });
    const { id } = await service.begin();
    const first = await EventStream.open(small, '/executions/events');
    const refused = await EventStream.answer(small, `/executions/${id}/events`);
    expect({ ...refused, body: JSON.parse(refused.body) }).toMatchObject({
      status: 503,
      body: { error: 'too_many_streams' },
    });
    first.drop();
    const next = await waitUntil(() => EventStream.open(small, `/executions/${id}/events`), { what: 'there is room' });
    expect(next.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    next.drop();
  });

  it('ends when its process is to stop, which does not wait for it', async () => {
    // Long enough to fail the test, were the grace used up.
    const stopping = await service.startApi({ SHUTDOWN_GRACE_MS: '3600000' });
    const { id } = await service.begin();
    const streams = [
      await EventStream.open(stopping, '/executions/events'),
      await EventStream.open(stopping, `/executions/${id}/events`),
    ];
    process.kill(stopping.process.pid!, 'SIGTERM');
    await waitUntil(() => streams.every((stream) => stream.ended), { what: 'the streams end' });
    await waitUntil(() => stopping.process.pid === undefined, { what: 'the process is gone' });
  });
});
