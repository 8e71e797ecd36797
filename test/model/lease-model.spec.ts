import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { chain, runbook, step } from '#engine/testing/runbooks.js';
import { explore, type Verdict } from './explorer.js';
import { CANCEL_IS_HONOURED, EXACTLY_ONCE, NO_REQUEST_LEFT, ONE_HOLDER, ONLY_HOLDER_ACTS } from './invariants.js';
import { AT_MOST_ONCE_IN_TIME, BEGUN_IS_WRITTEN, STALE_IS_SILENT } from './invariants.js';
import { LeaseModel } from './lease-model.js';
import type { ModelOptions, Mutation } from './lease/options.js';

const DOCUMENT = new URL('../../docs/reliability-model.md', import.meta.url);

/** One that can be undone, one that nobody can look at, and the point of no return. */
const three = runbook(
  chain(step('fence', { undoable: true }), step('tell'), step('promote', { pointOfNoReturn: true })),
);
const two = runbook(chain(step('fence', { undoable: true }), step('promote', { pointOfNoReturn: true })));

const NOBODY = { cancel: 0, retry: 0, skip: 0 };

/** Two workers, one of which dies and one of which is frozen, in a world that knows epochs. */
const base: ModelOptions = {
  runbook: three,
  probeable: new Set(['fence', 'promote']),
  fencing: 'looks and acts',
  claim: 'exactly once',
  workers: 2,
  ttl: 2,
  trust: 1,
  drift: true,
  freezes: 1,
  deaths: 1,
  stops: 0,
  losses: 0,
  failures: 0,
  requests: NOBODY,
};

function check(options: Partial<ModelOptions>): Verdict {
  const verdict = explore(new LeaseModel({ ...base, ...options }));
  const { states, transitions, depth } = verdict;
  process.stdout.write(
    `${expect.getState().currentTestName}: ${states} states, ${transitions} transitions, depth ${depth}\n`,
  );
  return verdict;
}

type Case = readonly [name: string, options: Partial<ModelOptions>];

const SMALL: readonly Case[] = [
  ['a worker dies and another is frozen', {}],
  ['answers and questions are lost', { losses: 1, runbook: two }],
  ['a person cancels', { requests: { ...NOBODY, cancel: 1 } }],
  ['a worker is told to stop', { stops: 1, deaths: 0 }],
  [
    'a step fails, and a person retries or skips',
    { deaths: 0, failures: 1, requests: { ...NOBODY, retry: 1, skip: 1 } },
  ],
  ['a step is in doubt, and a person retries or skips', { freezes: 0, requests: { ...NOBODY, retry: 1, skip: 1 } }],
  ['a lease of eight ticks, trusted for seven', { ttl: 8, trust: 7, deaths: 0, runbook: two }],
];

/** For DRS_MODEL=all: minutes, and some gigabytes. */
const LARGE: readonly Case[] = [
  ['three workers, two of which die', { workers: 3, deaths: 2 }],
  ['two are frozen', { freezes: 2 }],
  ['losses in three steps', { losses: 1 }],
  ['a cancel among losses', { losses: 1, runbook: two, requests: { ...NOBODY, cancel: 1 } }],
  ['a person does everything once', { freezes: 0, failures: 1, requests: { cancel: 1, retry: 1, skip: 1 } }],
  ['a stop and a cancel', { stops: 1, deaths: 0, requests: { ...NOBODY, cancel: 1 } }],
];

/** What each rule is good for: without it, this breaks. */
const MUTATIONS: readonly (readonly [Mutation, string, Partial<ModelOptions>])[] = [
  ['append does not check the epoch', STALE_IS_SILENT, {}],
  ['append does not check the seq', CANCEL_IS_HONOURED, { requests: { ...NOBODY, cancel: 1 } }],
  ['acquire does not raise the epoch', ONE_HOLDER, {}],
  ['a lease is trusted for its whole life', ONLY_HOLDER_ACTS, {}],
  ['a lease is trusted from when the journal was read', ONLY_HOLDER_ACTS, { freezes: 2 }],
  ['the right is not checked before the world is changed', ONLY_HOLDER_ACTS, {}],
  ['release marks everything as seen', NO_REQUEST_LEFT, { deaths: 0, failures: 1, requests: { ...NOBODY, retry: 1 } }],
  [
    'a worker that stops marks what it has read as seen',
    NO_REQUEST_LEFT,
    { stops: 1, deaths: 0, requests: { ...NOBODY, cancel: 1 } },
  ],
  [
    'a step begun before is done again without a probe',
    AT_MOST_ONCE_IN_TIME,
    { fencing: 'none', claim: 'once in time' },
  ],
  ['a step begins before that is durable', BEGUN_IS_WRITTEN, {}],
];

const asText = (trace: readonly string[]): string => trace.map((line, index) => `${index + 1}. ${line}`).join('\n');

describe('the protocol of leases, epochs and journal, in every interleaving', () => {
  const all = process.env['DRS_MODEL'] === 'all';
  it.each(all ? [...SMALL, ...LARGE] : SMALL)(
    'holds when %s',
    (_, options) => {
      expect(check(options).counterExample).toBeNull();
    },
    3_600_000,
  );
});

describe('the checker finds the bug when', () => {
  it.each(MUTATIONS)('%s', (mutation, invariant, options) => {
    expect(check({ ...options, mutation }).counterExample).toMatchObject({ invariant });
  });
});

describe('an action on its way when its sender lost the lease', () => {
  it('happens once in time, whatever the world knows of epochs', () => {
    expect(check({ fencing: 'none', claim: 'once in time' }).counterExample).toBeNull();
  });

  it.each(['none', 'acts'] as const)(
    'may come late, and the document shows how, when the world fences: %s',
    (fencing) => {
      const { counterExample } = check({ fencing, runbook: two, deaths: 0, drift: false });
      expect(counterExample).toMatchObject({ invariant: EXACTLY_ONCE });
      expect(readFileSync(DOCUMENT, 'utf8')).toContain(asText(counterExample!.trace));
    },
  );
});
