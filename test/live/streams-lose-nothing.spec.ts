import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../lab/process/wait-until.js';
import { EventStream, type LiveEvent } from '../support/event-stream.js';
import { LiveService, type ApiProcess, type DrivenExecution } from '../support/live-service.js';

const EXECUTIONS = 12;

let service: LiveService;

beforeAll(async () => {
  service = await LiveService.start();
});
afterAll(() => service?.stop());

/** One event after the other over any number of connections that break, as a client that resumes has them. */
class ResumingClient {
  readonly received: LiveEvent[] = [];
  connections = 0;
  private lastEventId = '';

  constructor(
    private readonly api: () => ApiProcess,
    private readonly path: string,
  ) {}

  get isTold(): boolean {
    // Who had only the last event of all still to take is told with 204 that there is nothing more.
    return ['execution_ended', 'end'].includes(this.received.at(-1)?.event ?? '');
  }

  /** Listens for a while, and goes away after having taken in this many events of what has come. */
  async listen(some: number): Promise<void> {
    const stream = await EventStream.open(this.api(), this.path, this.lastEventId);
    this.connections++;
    await waitUntil(() => stream.ended || (stream.lastEventId !== '' && stream.events.length >= some), {
      what: `${this.path} has told`,
      deadlineMs: 100_000,
    });
    stream.drop();
    const taken = stream.events.slice(0, some);
    this.received.push(...taken);
    this.lastEventId = taken.at(-1)?.id ?? stream.lastEventId;
  }

  /** The same while the service may be away. */
  async resume(some: number): Promise<void> {
    await waitUntil(() => this.listen(some).then(() => true), { what: 'the service answers', deadlineMs: 100_000 });
  }
}

const told = (events: readonly LiveEvent[], id: string) =>
  events
    .filter(({ event, data }) => event !== 'end' && data.execution_id === id)
    .map(({ event, data }) => ({ seq: data.seq, type: event }));

describe('streams of executions', () => {
  it('tell everything once, in order, over broken connections and a restart of the API', async () => {
    let api = await service.startApi();
    const everything = new ResumingClient(() => api, '/executions/events');
    // From now on: the place is told before any event.
    await everything.listen(0);
    const executions = await Promise.all(Array.from({ length: EXECUTIONS }, () => service.begin()));
    const clients = executions.map(({ id }) => new ResumingClient(() => api, `/executions/${id}/events`));

    const drive = async (execution: DrivenExecution): Promise<void> => {
      for (const entries of execution.run()) {
        await execution.append(...entries);
        // A pace, so that connections break in the middle of a run.
        await delay(Math.random() * 200);
      }
    };
    const follow = async (client: ResumingClient): Promise<void> => {
      while (!client.isTold) await client.resume(1 + Math.floor(Math.random() * 4));
    };
    const followAll = async (): Promise<void> => {
      const complete = EXECUTIONS * (executions[0]!.run().flat().length + 1);
      for (let left = complete; left > 0; left = complete - everything.received.length) {
        await everything.resume(Math.min(left, 1 + Math.floor(Math.random() * 2 * EXECUTIONS)));
      }
    };
    const restart = async (): Promise<void> => {
      await waitUntil(() => everything.received.length > 10, { what: 'something was told' });
      await api.process.kill();
      api = await service.startApi();
    };
    await Promise.all([...executions.map(drive), restart(), ...clients.map(follow), followAll()]);

    const journals = await service.journal();
    for (const [index, { id }] of executions.entries()) {
      const journal = journals.get(id)!;
      expect(told(clients[index]!.received, id)).toEqual(journal);
      expect(told(everything.received, id)).toEqual(journal);
    }
    expect(new Set(everything.received.map(({ id }) => id)).size).toBe(everything.received.length);
    expect(Math.max(...clients.map(({ connections }) => connections))).toBeGreaterThan(3);

    for (const { received } of [everything, ...clients]) {
      for (const { id } of executions) {
        const progress = received.filter(({ data }) => data.execution_id === id).map((event) => event.data.progress);
        expect(progress).toEqual(progress.toSorted((a, b) => a - b));
        if (progress.length > 0) expect(progress.at(-1)).toBe(100);
      }
    }
    // Who has everything is told not to come back.
    const [first] = clients;
    const last = first!.received.at(-1)!;
    expect(last).toMatchObject({ data: { status: 'completed', progress: 100 } });
    expect(await EventStream.answer(api, `/executions/${executions[0]!.id}/events`, last.id)).toEqual({
      status: 204,
      body: '',
    });
  }, 180_000);

  it('lose nothing to transactions that commit in another order than they began', async () => {
    const api = await service.startApi();
    const [one, other, third] = [await service.begin(), await service.begin(), await service.begin()];
    const all = await EventStream.open(api, '/executions/events');
    await waitUntil(() => all.lastEventId !== '', { what: 'the stream has begun' });
    const single = await EventStream.open(api, `/executions/${other.id}/events`);
    const early = service.source.createQueryRunner();
    try {
      // Gets its number first, and writes and commits last.
      await early.startTransaction();
      await early.query('SELECT pg_current_xact_id()');
      await other.append({ type: 'execution_started' });
      await one.append({ type: 'execution_started' });
      // Who follows one execution does not wait for the transactions of others.
      await single.until('the later one is told', (events) =>
        events.some(({ event }) => event === 'execution_started'),
      );
      // In the journal of one behind an entry with a higher number; in that of the third before everything that was told.
      for (const { id, seq } of [
        { id: one.id, seq: 3 },
        { id: third.id, seq: 2 },
      ]) {
        await early.query(
          `INSERT INTO execution_journal (execution_id, seq, entry) VALUES ($1, $2, '{"type": "cancel_requested"}')`,
          [id, seq],
        );
        await early.query('UPDATE executions SET last_seq = $2 WHERE execution_id = $1', [id, seq]);
      }
      await early.commitTransaction();
    } finally {
      await early.release();
    }
    await all.until('all four are told', (events) => events.length >= 4);
    expect(told(all.events, third.id)).toEqual([{ seq: 2, type: 'cancel_requested' }]);
    expect(told(all.events, other.id)).toEqual([{ seq: 2, type: 'execution_started' }]);
    expect(told(all.events, one.id)).toEqual([
      { seq: 2, type: 'execution_started' },
      { seq: 3, type: 'cancel_requested' },
    ]);
    all.drop();
    single.drop();
  });

  it('of one plan or kind tell of no other', async () => {
    const api = await service.startApi();
    const [one, other] = [await service.begin(), await service.begin()];
    const ofOne = await EventStream.open(api, `/executions/events?plan_id=${one.execution.planId}&kind=failover`);
    const ofTests = await EventStream.open(api, '/executions/events?kind=test', ofOne.lastEventId);
    await other.append({ type: 'execution_started' });
    await one.append({ type: 'execution_started' });
    await ofOne.until('it is told', (events) => events.length > 0);
    expect(ofOne.events.map(({ data }) => data.execution_id)).toEqual([one.id]);
    expect(ofTests.events).toEqual([]);
    ofOne.drop();
    ofTests.drop();
  });
});
