import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldJournal } from '../execution/execution-state.js';
import type { JournalEntry, JournalRecord } from '../execution/journal-entry.js';
import type { JsonObject } from '../json.js';
import type { Component, PlanDocument } from '../plan/plan-document.js';
import { compileTest } from '../runbook/compile-test.js';
import type { Runbook } from '../runbook/runbook.js';
import { judgeCriterion, KNOWN_CRITERIA } from './criteria.js';
import type { TestScenario } from './dr-test.js';
import { evaluateTest, overallResult } from './evaluate-test.js';
import type { ComponentMeasurement } from './scenario-measurement.js';
import { minutes } from './scenario-result.js';

const database: Component = {
  component_id: 'db',
  name: 'Database',
  type: 'database',
  priority: 'high',
  rto: 1,
  rpo: 1,
  dependencies: [],
  recovery_procedures: [
    'database_failover',
    'load_balancer_failover',
    'data_synchronization',
    'health_check_verification',
  ],
  targets: { drill: { driver: 'postgres', url: 'secret://drill' } },
};
const site = { name: 's', location: '', status: 'active', capacity: 1, utilization: 1 };
const document: PlanDocument = {
  plan_name: 'p',
  description: '',
  scope: 's',
  priority: 'high',
  rto: 1,
  rpo: 1,
  recovery_tier: 't',
  components: [database],
  failover_configuration: {
    primary_site: site,
    secondary_site: site,
    failover_triggers: [],
    failover_automation: false,
    failover_timeout: 1,
  },
  recovery_procedures: [],
  testing_schedule: null,
  notifications: null,
};
const scenarios: readonly TestScenario[] = [
  { scenario_id: 's', name: 'S', description: '', components: ['db'], expected_outcome: 'successful_failover' },
];
const runbook = (mode: Runbook['mode'] = 'live') =>
  compileTest(
    { planId: 'p', version: 1, document, activeSite: 'primary', mode },
    { scenarios, cleanUp: true, timeoutMs: 1 },
  );

interface Story {
  readonly mode?: Runbook['mode'];
  readonly rpoMs?: number | null;
  readonly stepMs?: number;
  readonly fails?: string;
  readonly attempts?: number;
}

/** A test in which every step takes `stepMs`, one after the other. */
function tell({ mode = 'live', rpoMs = 0, stepMs = 10, fails = 'none', attempts = 1 }: Story) {
  const book = runbook(mode);
  const records: JournalRecord[] = [];
  let at = 0;
  const write = (entry: JournalEntry) => records.push({ seq: records.length + 1, epoch: 1, at: new Date(at), entry });
  write({ type: 'execution_requested', by: 'a', data: {} });
  write({ type: 'execution_started' });
  for (const { id: stepId } of book.steps) {
    for (let attempt = 1; attempt <= attempts; attempt++) write({ type: 'step_started', stepId, attempt });
    at += stepMs;
    if (stepId.endsWith(fails)) {
      write({
        type: 'step_failed',
        stepId,
        error: { code: 'c', message: 'it broke', details: {} },
        durationMs: stepMs,
      });
    } else {
      const output: JsonObject = stepId.endsWith('measure_loss') ? { rpo_ms: rpoMs } : {};
      write({ type: 'step_succeeded', stepId, output, durationMs: stepMs, foundDone: false });
    }
  }
  write({
    type: 'execution_ended',
    status: fails === 'none' ? 'completed' : 'completed_with_exceptions',
    error: null,
    outcome: null,
  });
  return evaluateTest(document, scenarios, KNOWN_CRITERIA, book, foldJournal('test_1', book, records));
}

describe('the results of a test', () => {
  it('are passed when everything was done and measured within its objectives', () => {
    const result = tell({});
    expect(result).toMatchObject({ status: 'completed', overallResult: 'passed', successRate: 1, rtoMs: 60, rpoMs: 0 });
    expect(result.scenarioResults[0]).toMatchObject({
      status: 'passed',
      rto_achieved: true,
      rpo_achieved: true,
      data_integrity_verified: true,
      performance_acceptable: true,
      issues: ['Database: not exercised: load_balancer_failover (routing is never touched by a test)'],
    });
    expect(result.scenarioResults[0]!.duration).toBeCloseTo(60 / 60_000);
    expect(result.criteriaResults[0]).toMatchObject({
      status: 'passed',
      details: 'All 1 components failed over successfully',
    });
  });

  it('tell a late recovery from a failed one', () => {
    const late = tell({ stepMs: 20_000 });
    expect(late).toMatchObject({ overallResult: 'failed', successRate: 1 });
    expect(late.scenarioResults[0]).toMatchObject({ status: 'passed', rto_achieved: false });
    expect(late.recommendations.join()).toMatch(/Shorten the recovery of Database: 2 min of 1/);
    const failed = tell({ fails: 'promote' });
    expect(failed).toMatchObject({ status: 'completed', overallResult: 'failed', successRate: 0, rtoMs: null });
    expect(failed.scenarioResults[0]!.issues.join()).toMatch(/promote the drill target: failed: it broke/);
    expect(failed.recommendations.join()).toMatch(/Repair "Database: promote/);
  });

  it('never take what was not measured for achieved', () => {
    const unknown = tell({ rpoMs: null });
    expect(unknown).toMatchObject({ overallResult: 'inconclusive', rpoMs: null });
    expect(unknown.scenarioResults[0]).toMatchObject({ rpo_achieved: false });
    expect(unknown.criteriaResults[2]).toMatchObject({ status: 'not_evaluated' });
    expect(tell({ rpoMs: 60_001 })).toMatchObject({ overallResult: 'failed', rpoMs: 60_001 });
    const walked = tell({ mode: 'simulation' });
    expect(walked).toMatchObject({ overallResult: 'inconclusive', successRate: 0, rtoMs: null, rpoMs: null });
    expect(walked.scenarioResults[0]).toMatchObject({ status: 'simulated', rto_achieved: false });
  });

  it('recommend nothing that they did not find', () => {
    const findings = tell({}).recommendations;
    expect(findings.filter((text) => !/Exercise by other means|Declare a reset procedure/.test(text))).toEqual([]);
    expect(tell({ attempts: 2 }).recommendations.join()).toMatch(/it took 2 attempts/);
    expect(tell({ fails: 'cleanup' }).recommendations.join()).toMatch(/Reset by hand after S/);
  });
});

describe('a criterion', () => {
  const measured = fc.record({
    recovered: fc.option(fc.boolean(), { nil: null }),
    rtoMs: fc.option(fc.nat(120_000), { nil: null }),
    rpoMs: fc.option(fc.nat(120_000), { nil: null }),
    holdsData: fc.boolean(),
    restored: fc.boolean(),
    integrity: fc.option(fc.boolean(), { nil: null }),
    performance: fc.option(fc.boolean(), { nil: null }),
  });
  const components = fc.array(
    measured.map((part): ComponentMeasurement => ({ ...part, component: database, notExercised: [], slowest: null })),
    { maxLength: 4 },
  );
  const noise = fc.constantFrom(
    (text: string) => text,
    (text: string) => ` ${text.toUpperCase()}. `,
    (text: string) => text.replaceAll(' ', '  '),
  );

  it('passes only on measurements that all hold, and is known however it is written', () => {
    fc.assert(
      fc.property(components, fc.constantFrom(...KNOWN_CRITERIA), noise, (of, criterion, write) => {
        const { status } = judgeCriterion(write(criterion), of);
        expect(status).toBe(judgeCriterion(criterion, of).status);
        if (status !== 'passed') return;
        const holds: Readonly<Record<string, (one: ComponentMeasurement) => boolean>> = {
          'All components failover successfully': (one) => one.recovered === true,
          'RTO targets met': (one) => one.rtoMs !== null && one.rtoMs <= 60_000,
          'RPO targets met': (one) => !one.holdsData || (one.rpoMs !== null && one.rpoMs <= 60_000),
          'Data integrity maintained': (one) => !one.holdsData || one.integrity === true,
          'Performance within acceptable limits': (one) => one.restored || one.performance === true,
        };
        expect(of.length).toBeGreaterThan(0);
        expect(of.every(holds[criterion]!)).toBe(true);
      }),
    );
  });

  it('of other words is for a person', () => {
    fc.assert(
      fc.property(components, fc.string(), (of, words) => {
        fc.pre(!KNOWN_CRITERIA.some((known) => known.toLowerCase() === words.trim().toLowerCase()));
        expect(judgeCriterion(words, of).status).toBe('not_evaluated');
      }),
    );
  });

  it('decides the whole: failed by one, inconclusive by one, passed by all', () => {
    const statuses = fc.array(fc.constantFrom('passed', 'failed', 'not_evaluated'), { minLength: 1 });
    fc.assert(
      fc.property(statuses, (parts) => {
        const whole = overallResult('completed', [{ status: 'passed' }], parts.map((status) => ({ status })) as never);
        const expected = parts.includes('failed')
          ? 'failed'
          : parts.includes('not_evaluated')
            ? 'inconclusive'
            : 'passed';
        expect(whole).toBe(expected);
      }),
    );
    expect(overallResult('cancelled', [], [])).toBeNull();
  });
});

it('minutes are never rounded to zero', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 }), (ms) => expect(Number(minutes(ms))).toBeGreaterThan(0)));
});
