import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TestScenario } from '../dr-test/dr-test.js';
import type { JsonObject } from '../json.js';
import type { Component, PlanDocument } from '../plan/plan-document.js';
import { checkPlan } from '../plan/check-plan.js';
import { compileTest, testFaults } from './compile-test.js';
import { guardDrill, isForbiddenInDrill, UnsafeDrillError } from './drill/drill-guard.js';
import type { Runbook } from './runbook.js';

const PROCEDURES = [
  'database_failover',
  'data_synchronization',
  'load_balancer_failover',
  'health_check_verification',
  'proc_gate',
] as const;

function component(
  id: string,
  dependencies: readonly string[],
  procedures: readonly string[],
  reset = false,
): Component {
  const url = (site: string) => `secret://${id}-${site}`;
  return {
    component_id: id,
    name: id.toUpperCase(),
    type: 'database',
    priority: 'high',
    rto: 10,
    rpo: 5,
    dependencies,
    recovery_procedures: procedures,
    targets: {
      primary: { driver: 'postgres', url: url('primary') },
      secondary: { driver: 'postgres', url: url('secondary') },
      drill: { driver: 'postgres', url: url('drill'), ...(reset ? { reset: 'proc_reset' } : {}) },
    },
  };
}

function plan(components: readonly Component[]): PlanDocument {
  const site = { location: '', status: 'active', capacity: 100, utilization: 1 };
  const step = (name: string, url: string) => ({ name, action: 'http', with: { method: 'POST', url } });
  const procedure = {
    description: '',
    estimated_duration: 1,
    dependencies: [],
    automation_level: 'automated',
  } as const;
  return {
    plan_name: 'p',
    description: '',
    scope: 's',
    priority: 'high',
    rto: 10,
    rpo: 5,
    recovery_tier: 't',
    components,
    failover_configuration: {
      primary_site: { ...site, name: 'P', health_checks: [{ type: 'tcp', host: 'site.example', port: 80 }] },
      secondary_site: { ...site, name: 'S' },
      failover_triggers: [],
      failover_automation: false,
      failover_timeout: 300,
      traffic: {
        load_balancers: [
          {
            driver: 'haproxy',
            address: 'tcp://edge.example:9999',
            backend: 'app',
            servers: { primary: 'p', secondary: 's' },
            verify_url: 'https://www.example/',
          },
        ],
      },
    },
    recovery_procedures: [
      { ...procedure, procedure_id: 'proc_gate', name: 'Gate', steps: [step('Open', 'https://gate.example/open')] },
      { ...procedure, procedure_id: 'proc_reset', name: 'Reset', steps: [step('Reset', 'https://lab.example/reset')] },
    ],
    testing_schedule: null,
    notifications: null,
  };
}

function scenario(id: string, components: readonly string[]): TestScenario {
  return { scenario_id: id, name: id, description: '', components, expected_outcome: 'successful_failover' };
}

const compile = (document: PlanDocument, scenarios: readonly TestScenario[], mode: Runbook['mode'] = 'live') =>
  compileTest(
    { planId: 'plan_1', version: 1, document, activeSite: 'primary', mode },
    {
      scenarios,
      cleanUp: true,
      timeoutMs: 60_000,
    },
  );

const plans = fc
  .array(fc.record({ procedures: fc.uniqueArray(fc.constantFrom(...PROCEDURES)), reset: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    plan(
      parts.map(({ procedures, reset }, index) =>
        component(`c${index}`, index === 0 ? [] : [`c${index - 1}`], procedures, reset),
      ),
    ),
  );
const cases = plans.chain((document) =>
  fc.tuple(
    fc.constant(document),
    fc
      .array(
        fc.subarray(
          document.components.map((one) => one.component_id),
          { minLength: 1 },
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((lists) => lists.map((list, index) => scenario(`s${index}`, list))),
  ),
);

describe('the runbook of a test', () => {
  it('names no production address, moves no traffic, fences nothing and has no point of no return', () => {
    fc.assert(
      fc.property(cases, ([document, scenarios]) => {
        const { steps, direction, kind } = compile(document, scenarios);
        expect({ kind, direction }).toEqual({ kind: 'test', direction: null });
        const text = JSON.stringify(steps);
        expect(text).not.toMatch(/-primary|-secondary|edge\.example|www\.example|site\.example|gate\.example/);
        expect(steps.some((step) => isForbiddenInDrill(step.action) || step.pointOfNoReturn)).toBe(false);
      }),
    );
  });

  it('is in order, with unique ids, and reaches its clean-up whatever fails', () => {
    fc.assert(
      fc.property(cases, ([document, scenarios]) => {
        const { steps } = compile(document, scenarios);
        const seen = new Set<string>();
        for (const step of steps) {
          for (const id of step.dependsOn) expect(seen).toContain(id);
          expect(seen).not.toContain(step.id);
          seen.add(step.id);
          expect(step.policy.onFailure).toBe(step.phase === 'cleanup' ? 'pause' : 'continue');
        }
        for (const { scenario_id } of scenarios) {
          const own = steps.filter((step) => step.id.startsWith(`${scenario_id}.`));
          expect(own.some((step) => step.phase === 'cleanup')).toBe(own.length > 0);
        }
      }),
    );
  });

  it('tries all scenarios before what waits for a person, but cleans first what a later one needs', () => {
    const document = plan([component('a', [], ['database_failover']), component('b', [], ['database_failover'])]);
    const ids = compile(document, [scenario('s1', ['a']), scenario('s2', ['b']), scenario('s3', ['a'])]).steps;
    const order = ids.map((step) => step.id).filter((id) => /cleanup|promote/.test(id));
    expect(order).toEqual(['s1.a.promote', 's1.cleanup', 's2.b.promote', 's3.a.promote', 's2.cleanup', 's3.cleanup']);
    expect(ids.find((step) => step.id === 's3.a.check_standby')!.dependsOn).toContain('s1.cleanup');
  });

  it('of a plan in simulation is a walk-through of everything', () => {
    const document = plan([component('a', [], PROCEDURES)]);
    const { steps } = compile(document, [scenario('s1', ['a']), scenario('s2', ['a'])], 'simulation');
    expect(steps.map((step) => step.action)).toEqual(Array(2 * PROCEDURES.length).fill('tabletop'));
  });
});

describe('the guard', () => {
  const document = plan([component('c0', [], ['database_failover'])]);
  const clean = compile(document, [scenario('s', ['c0'])]);
  const withInputs = (inputs: JsonObject): Runbook => ({ ...clean, steps: [{ ...clean.steps[0]!, inputs }] });

  it('refuses whatever names production, wherever in the inputs it stands', () => {
    const production = fc.constantFrom(
      'secret://c0-primary',
      'secret://c0-secondary',
      'tcp://edge.example:9999',
      'https://www.example/any/other?path',
      'http://WWW.example:443',
      'postgres://admin@other.example,site.example:80/db',
      'site.example:80',
    );
    const wrapped = fc.tuple(production, fc.constantFrom('', 'curl ', 'x="'), fc.constantFrom('', ' now', '"', '/a'));
    fc.assert(
      fc.property(wrapped, fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }), ([url, before, after], path) => {
        const inputs = path.reduce<JsonObject>((inner, key) => ({ [`k${key}`]: [inner, 1, null] }), {
          url: `${before}${url}${after}`,
        });
        expect(() => guardDrill(withInputs(inputs), document)).toThrow(UnsafeDrillError);
      }),
    );
    expect(() => guardDrill(withInputs({ host: 'Site.example', port: 80 }), document)).toThrow(UnsafeDrillError);
  });

  it('lets pass what only looks alike', () => {
    for (const url of ['secret://c0-primary-copy', 'https://www.example:8443/', 'https://www.example.org/', 'a', '']) {
      expect(() => guardDrill(withInputs({ url }), document)).not.toThrow();
    }
  });

  it('refuses a routing action whatever its inputs, a direction, and a point of no return', () => {
    const [step] = clean.steps;
    for (const action of ['haproxy.switch', 'dns.update', 'postgres.fence']) {
      expect(() => guardDrill({ ...clean, steps: [{ ...step!, action, inputs: {} }] }, document)).toThrow(/is /);
    }
    expect(() => guardDrill({ ...clean, direction: { from: 'primary', to: 'secondary' } }, document)).toThrow();
    expect(() => guardDrill({ ...clean, steps: [{ ...step!, pointOfNoReturn: true }] }, document)).toThrow();
    expect(() => guardDrill({ ...clean, kind: 'failover', direction: null }, document)).not.toThrow();
  });
});

describe('a live plan', () => {
  it('is not tested where it has no drill target, and every such component is named', () => {
    const { drill: _, ...targets } = component('a', [], []).targets!;
    const bare = { ...component('a', [], []), targets };
    const wrong = {
      ...component('b', [], ['database_failover']),
      targets: { ...targets, drill: { driver: 'http', url: 'http://d' } },
    } as const;
    const issues = testFaults({ document: plan([bare, wrong]), mode: 'live' }, [scenario('s', ['a', 'b', 'x'])]);
    expect(issues.map(({ issue }) => issue)).toEqual([
      expect.stringContaining('a has no drill target'),
      expect.stringContaining('b needs a postgres drill target'),
      'unknown component x',
    ]);
  });

  it('is refused when its drill target is production, or its reset is no procedure', () => {
    const one = component('a', [], ['health_check_verification']);
    const bad = {
      ...one,
      targets: { ...one.targets!, drill: { driver: 'postgres', url: 'secret://a-primary', reset: 'proc_x' } },
    } as const;
    expect(checkPlan(plan([bad]), () => true).map(({ field }) => field)).toEqual([
      'components[0].targets.drill.url',
      'components[0].targets.drill.reset',
    ]);
  });
});
