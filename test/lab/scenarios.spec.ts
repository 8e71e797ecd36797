import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Lab } from '../../lab/lab.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { SCENARIOS } from '../../lab/scenarios/catalog.js';
import { play } from '../../lab/scenarios/play.js';
import { SplitBrainWitness } from '../../lab/scenarios/witness/split-brain-witness.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { withSession } from '../../lab/site/orders.js';
import { describeIf } from '../support/requirements.js';

const DEADLINE_MS = 240_000;

let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'scenarios-'));
  await chmod(parent, 0o711);
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test(
  'the witness sees two writable databases when there are two, and none before',
  async () => {
    const lab = await Lab.up({ directory: join(parent, 'control'), edge: 'builtin' });
    try {
      const before = await SplitBrainWitness.start(lab, join(parent, 'before'));
      await before.testify().then(({ both }) => expect(both).toEqual([]));
      // Without a fence: what must never be done.
      await withSession(lab.sites.secondary.databaseUrl, (session) => session.query('SELECT pg_promote()'));
      await waitUntil(async () => (await lab.writableSites()).length === 2, { what: 'both take writes' });
      const file = join(parent, 'after');
      const witness = await SplitBrainWitness.start(lab, file);
      await waitUntil(() => witness.hasSeenBoth(), { what: 'the witness has seen it' });
      const { both, seen } = await witness.testify();
      expect(both.length).toBeGreaterThan(0);
      expect(seen.rounds).toBeGreaterThanOrEqual(both.length);
    } finally {
      await lab.stop();
    }
  },
  DEADLINE_MS,
);

describe('scenarios end as documented, and never with two primaries', () => {
  let service: IsolatedService;

  beforeAll(async () => {
    service = await startIsolatedService();
  }, DEADLINE_MS);
  afterAll(() => service.stop(), DEADLINE_MS);

  async function expectDocumentedEnd(name: string): Promise<void> {
    const scenario = SCENARIOS.find((candidate) => candidate.name === name)!;
    const played = await play(scenario, { api: service.api, directory: join(parent, name), edge: 'builtin' });
    expect(played?.faults).toEqual([]);
  }

  // The others take longer: `npm run scenarios` plays all of them.
  test.each(['database-crash', 'half-open', 'returning-primary', 'haproxy-gone'])(
    '%s',
    (name) => expectDocumentedEnd(name),
    DEADLINE_MS,
  );

  describeIf('named', 'with a name server', () => {
    test('dns-refuses', () => expectDocumentedEnd('dns-refuses'), DEADLINE_MS);
  });
});
