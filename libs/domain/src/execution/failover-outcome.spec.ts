import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.js';
import { compileFailover } from '../runbook/compile-failover.js';
import type { Runbook } from '../runbook/runbook.js';
import { component, failoverRequest, pinned, planDocument, shop } from '../testing/plans.js';
import { foldJournal, type ExecutionState } from './execution-state.js';
import { failoverOutcome, nextSteps } from './failover-outcome.js';
import type { JournalEntry, JournalRecord } from './journal-entry.js';

const REQUESTED_AT = Date.UTC(2030, 0, 1);

/** A history in which each step takes a second; steps that are named in `fates` fare as said there. */
function play(book: Runbook, fates: Readonly<Record<string, 'failed' | 'never' | JsonObject>> = {}): ExecutionState {
  const records: JournalRecord[] = [];
  const write = (afterMs: number, entry: JournalEntry): void => {
    records.push({ seq: records.length + 1, epoch: 1, at: new Date(REQUESTED_AT + afterMs), entry });
  };
  write(0, { type: 'execution_requested', by: 'ann', data: {} });
  write(0, { type: 'execution_started' });
  book.steps.forEach(({ id: stepId }, index) => {
    const fate = fates[stepId] ?? {};
    if (fate === 'never') return;
    write(index * 1_000, { type: 'step_started', stepId, attempt: 1 });
    const error = { code: 'broken', message: 'broken', details: {} };
    if (fate === 'failed') write((index + 1) * 1_000, { type: 'step_failed', stepId, error, durationMs: 1_000 });
    else
      write((index + 1) * 1_000, { type: 'step_succeeded', stepId, output: fate, durationMs: 1_000, foundDone: false });
  });
  return foldJournal('failover_1', book, records);
}

const book = compileFailover(pinned(shop()), failoverRequest());
const outcomeOf = (...args: Parameters<typeof play>) => failoverOutcome(args[0], play(...args));

describe('the outcome of a failover', () => {
  it('claims what was proved, and measures from the request to the last step that had to pass', () => {
    expect(outcomeOf(book, { 'comp_db.measure_loss': { rpo_ms: 1_500 } })).toEqual({
      result: {
        components_failed_over: 2,
        dns_updated: false,
        load_balancer_updated: true,
        health_checks_passed: true,
        data_synchronization_completed: true,
      },
      verification: {
        status: 'passed',
        connectivity_verified: true,
        performance_verified: true,
        data_integrity_verified: true,
        verified_at: new Date(REQUESTED_AT + 9_000).toISOString(),
      },
      measurements: {
        rto_ms: 9_000,
        rpo_ms: 1_500,
        rto_split: expect.objectContaining({ detect_ms: 0, decide_ms: 0, human_wait_ms: 0 }),
        outage_started_at: new Date(REQUESTED_AT).toISOString(),
        recovered_at: new Date(REQUESTED_AT + 9_000).toISOString(),
        components: [
          { component_id: 'comp_db', rto_ms: 6_000, rpo_ms: 1_500, rto_split: expect.anything() },
          { component_id: 'comp_gateway', rto_ms: 9_000, rpo_ms: null, rto_split: expect.anything() },
        ],
      },
    });
  });

  it('an outage that began before the request counts from then', () => {
    const outageStartedAt = new Date(REQUESTED_AT - 60_000).toISOString();
    const earlier = compileFailover(pinned(shop()), failoverRequest({ outageStartedAt }));
    expect(outcomeOf(earlier).measurements).toMatchObject({ rto_ms: 69_000, outage_started_at: outageStartedAt });
  });

  it('tells where the recovery time went; the parts add up to the whole, for the plan and each component', () => {
    const outageStartedAt = new Date(REQUESTED_AT - 60_000).toISOString();
    const earlier = compileFailover(pinned(shop()), failoverRequest({ outageStartedAt }));
    const { rto_ms, rto_split, components } = outcomeOf(earlier).measurements;
    const sum = (split: object | null) =>
      Object.values(split!).reduce((total: number, part: number) => total + part, 0);
    expect(rto_split).toMatchObject({ detect_ms: 60_000, decide_ms: 0, human_wait_ms: 0 });
    expect(sum(rto_split)).toBe(rto_ms);
    for (const each of components) expect(sum(each.rto_split)).toBe(each.rto_ms);
    expect(outcomeOf(book, { 'comp_db.promote': 'failed' }).measurements.rto_split).toBeNull();
  });

  it('a recovery point is null when nothing was measured, and zero only when that was measured', () => {
    expect(outcomeOf(book).measurements.rpo_ms).toBeNull();
    expect(outcomeOf(book, { 'comp_db.measure_loss': { rpo_ms: null } }).measurements.rpo_ms).toBeNull();
    expect(outcomeOf(book, { 'comp_db.measure_loss': { rpo_ms: 0 } }).measurements.rpo_ms).toBe(0);
  });

  it('not knowing the loss does not make a recovery a failed one', () => {
    const outcome = outcomeOf(book, { 'comp_db.measure_loss': 'failed' });
    expect(outcome.verification.status).toBe('passed');
    expect(outcome.measurements).toMatchObject({ rto_ms: 9_000, rpo_ms: null });
    expect(outcome.result.components_failed_over).toBe(2);
  });

  it('what failed is not claimed, and there is no recovery time without a recovery', () => {
    const outcome = outcomeOf(book, { 'comp_gateway.health': 'failed' });
    expect(outcome.verification).toMatchObject({
      status: 'failed',
      connectivity_verified: false,
      performance_verified: false,
      data_integrity_verified: true,
      verified_at: null,
    });
    expect(outcome.result).toMatchObject({ components_failed_over: 1, health_checks_passed: false });
    expect(outcome.measurements).toMatchObject({ rto_ms: null, recovered_at: null });
    expect(outcome.measurements.components[0]).toMatchObject({ component_id: 'comp_db', rto_ms: 6_000 });
  });

  it('a verification that was never begun was not performed', () => {
    const nothing = Object.fromEntries(book.steps.map(({ id }) => [id, 'never' as const]));
    const { verification, result } = outcomeOf(book, nothing);
    expect(verification).toMatchObject({ status: 'not_performed', verified_at: null });
    expect(result.components_failed_over).toBe(0);
  });

  it('a simulation claims nothing', () => {
    const plan = planDocument({ components: [component('a', { recovery_procedures: ['database_failover'] })] });
    const simulated = compileFailover(pinned(plan, { mode: 'simulation' }), failoverRequest());
    for (const walked of [simulated, { ...book, mode: 'simulation' as const }]) {
      const outcome = outcomeOf(walked, { 'comp_db.measure_loss': { rpo_ms: 0 } });
      expect(outcome.result).toEqual({
        components_failed_over: 0,
        dns_updated: false,
        load_balancer_updated: false,
        health_checks_passed: false,
        data_synchronization_completed: false,
      });
      expect(outcome.verification).toEqual({
        status: 'not_performed',
        connectivity_verified: false,
        performance_verified: false,
        data_integrity_verified: false,
        verified_at: null,
      });
      expect(outcome.measurements).toMatchObject({ rto_ms: null, rpo_ms: null, recovered_at: null });
      for (const each of outcome.measurements.components) expect(each).toMatchObject({ rto_ms: null, rpo_ms: null });
    }
  });
});

describe('next steps', () => {
  const advise = (status: string, fates: Readonly<Record<string, 'failed' | JsonObject>> = {}, runbook = book) =>
    nextSteps(shop(), runbook, outcomeOf(runbook, fates), status).join('\n');

  it('name what was missed, by what was measured', () => {
    expect(advise('completed')).not.toMatch(/missed/);
    expect(advise('completed')).toMatch(/Monitor the secondary site/);
    expect(advise('completed', { 'comp_db.measure_loss': { rpo_ms: 60_001 } })).toMatch(
      /comp_db missed its RPO of 1 min/,
    );
    const outageStartedAt = new Date(REQUESTED_AT - 3_600_000).toISOString();
    expect(advise('completed', {}, { ...book, outageStartedAt })).toMatch(/comp_gateway missed its RTO of 3 min/);
  });

  it('say that nothing was moved when nothing was', () => {
    expect(advise('rolled_back')).toMatch(/Nothing was moved/);
    expect(advise('completed', {}, { ...book, mode: 'simulation' })).toMatch(/walk-through: nothing was moved/);
    expect(advise('failed')).toMatch(/check by hand which site takes writes/);
    expect(advise('completed_with_exceptions')).toMatch(/skipped or failed/);
  });

  it('claims no evidence that nobody measured: what a person calls done proves nothing', () => {
    const doubted = (stepId: string): ExecutionState => {
      const state = play(book, { 'comp_db.measure_loss': { rpo_ms: 1_500 } });
      return { ...state, steps: new Map(state.steps).set(stepId, { ...state.steps.get(stepId)!, byWord: true }) };
    };
    const synchronised = failoverOutcome(book, doubted('comp_db.wait_replay'));
    expect(synchronised.result).toMatchObject({ data_synchronization_completed: false, components_failed_over: 2 });
    const verified = failoverOutcome(book, doubted('comp_db.verify_writable'));
    expect(verified.verification).toMatchObject({ status: 'failed', data_integrity_verified: false });
    expect(verified.result.components_failed_over).toBe(1);
    expect(verified.measurements).toMatchObject({ rto_ms: null, recovered_at: null });
  });

  it('of one that was switched says so, and never claims that nothing was lost', () => {
    const state = play(book, { 'comp_db.measure_loss': { rpo_ms: 0 } });
    expect(failoverOutcome(book, state).measurements.rpo_ms).toBe(0);
    const word = { by: 'ann', at: new Date(REQUESTED_AT), comment: 'it burns' };
    const switched = failoverOutcome(book, { ...state, ungraceful: word });
    expect(switched.switched_to_ungraceful).toEqual({ ...word, at: word.at.toISOString() });
    expect(switched.measurements.rpo_ms).toBe(null);
    expect(switched.result.data_synchronization_completed).toBe(false);
  });
});
