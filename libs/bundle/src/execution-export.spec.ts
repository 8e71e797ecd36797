import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '#domain/execution/journal-entry.js';
import { jsonDigest } from './canonical-json.js';
import { InvalidBundleError, InvalidExportError, NotEndedError } from './errors.js';
import { checkExport, type ExecutionExport } from './execution-export.js';
import { KEY, OTHER_KEY, RUNBOOK, signedBundle } from './testing/bundles.js';

const bundle = signedBundle();
const EPOCH = 1_000_041;
const SUCCESS = { output: { lsn: '0/1' }, durationMs: 1, foundDone: false };

const ENTRIES: readonly JournalEntry[] = [
  {
    type: 'execution_requested',
    by: 'night shift',
    data: {
      reason: 'gone',
      bundle_id: bundle.bundle_id,
      bundle_digest: jsonDigest(bundle),
      runbook: 'failover:unplanned',
      outage_started_at: '2026-03-01T02:59:00.000Z',
      executed_by: 'drctl',
    },
  },
  { type: 'lease_acquired', owner: 'drctl' },
  { type: 'execution_started' },
  { type: 'step_started', stepId: 'a', attempt: 1 },
  { type: 'step_succeeded', stepId: 'a', ...SUCCESS },
  { type: 'step_started', stepId: 'b', attempt: 1 },
  { type: 'step_succeeded', stepId: 'b', ...SUCCESS },
  { type: 'authority_moved', to: 'secondary' },
  { type: 'execution_ended', status: 'completed', error: null, outcome: null },
];

function exported(entries: readonly JournalEntry[] = ENTRIES): ExecutionExport {
  return {
    bundle,
    execution_id: 'failover_01kabcdefghjkmnpqrstvw',
    records: entries.map((entry, index) => ({
      seq: index + 1,
      epoch: 'by' in entry ? null : EPOCH,
      at: new Date(Date.UTC(2026, 2, 1, 3, 0, index)).toISOString(),
      entry,
    })),
  };
}

const keys = [OTHER_KEY.publicKey, KEY.publicKey];
const check = (document: unknown) => checkExport(document, keys);
const withRecord = (index: number, change: object): ExecutionExport => {
  const run = exported();
  return { ...run, records: run.records.map((record, at) => (at === index ? { ...record, ...change } : record)) };
};
const without = (index: number): readonly JournalEntry[] => ENTRIES.filter((_, at) => at !== index);

describe('a run that is to be taken in', () => {
  it('is what the bundle pins, with the outage that was named, folded to its end', () => {
    const run = check(exported());
    expect(run.state).toMatchObject({ status: 'completed', lastSeq: ENTRIES.length });
    expect(run.runbook).toEqual({ ...RUNBOOK, outageStartedAt: '2026-03-01T02:59:00.000Z' });
    expect(run).toMatchObject({ epoch: EPOCH, requestedBy: 'night shift' });
    expect(check(JSON.parse(JSON.stringify(exported()))).digest).toBe(run.digest);
  });

  it('must have ended', () => {
    expect(() => check(exported(ENTRIES.slice(0, -1)))).toThrow(NotEndedError);
  });

  it('must be of a bundle that this service has signed', () => {
    expect(() => checkExport(exported(), [OTHER_KEY.publicKey])).toThrow(InvalidBundleError);
    expect(() => check({ ...exported(), bundle: { ...bundle, created_by: 'mallory' } })).toThrow(InvalidBundleError);
    const other = signedBundle({ bundle_id: 'bundle_2' });
    expect(() => check({ ...exported(), bundle: other })).toThrow('a run of another bundle');
  });

  it.each<[string, unknown]>([
    ['no document', 'x'],
    ['a form of its own', { ...exported(), more: 1 }],
    ['an id that drctl does not give', { ...exported(), execution_id: 'test_01kabcdefghjkmnpqrstvw' }],
    ['an id of another kind', { ...exported(), execution_id: 'exec_01kabcdefghjkmnpqrstvw' }],
    ['no beginning', exported(ENTRIES.slice(1))],
    ['a step that was not begun', exported(without(3))],
    ['no start', exported(without(2))],
    ['an entry after the end', exported([...ENTRIES, { type: 'step_started', stepId: 'a', attempt: 2 }])],
    ['a type that nobody knows', exported([...ENTRIES.slice(0, 3), { type: 'hacked' } as unknown as JournalEntry])],
    ['a step that is not in the runbook', withRecord(3, { entry: { type: 'step_started', stepId: 'z', attempt: 1 } })],
    ['a gap', withRecord(4, { seq: 6 })],
    ['an epoch of before the bundle', withRecord(4, { epoch: 40 })],
    ['an epoch that falls', withRecord(4, { epoch: EPOCH - 1 })],
    ['a request under an epoch', withRecord(0, { epoch: EPOCH })],
    ['an entry under none', withRecord(4, { epoch: null })],
    ['a time that is none', withRecord(4, { at: 'yesterday' })],
    ['an output that is none', withRecord(4, { entry: { ...ENTRIES[4]!, output: 'x' } })],
    ['an authority that goes elsewhere', withRecord(7, { entry: { type: 'authority_moved', to: 'primary' } })],
    ['an authority that goes nowhere', withRecord(7, { entry: { type: 'authority_moved' } })],
  ])('is refused with %s', (_, document) => {
    expect(() => check(document)).toThrow(InvalidExportError);
  });
});
