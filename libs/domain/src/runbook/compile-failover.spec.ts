import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { component, failoverRequest, pinned, planDocument, procedure, shop } from '../testing/plans.js';
import type { PlanDocument } from '../plan/plan-document.js';
import { runbookInForce } from './ungraceful.js';
import { compileFailover, type FailoverRequest } from './compile-failover.js';
import type { Runbook } from './runbook.js';

const anyRequest: fc.Arbitrary<FailoverRequest> = fc
  .record({
    failoverType: fc.constantFrom('planned', 'unplanned'),
    componentIds: fc.constantFrom(null, ['comp_db'], ['comp_gateway'], []),
    verifyBefore: fc.boolean(),
    verifyAfter: fc.boolean(),
    updateLoadBalancer: fc.boolean(),
    parallel: fc.boolean(),
    retryAttempts: fc.nat(5),
  })
  .map(failoverRequest);

/** A plan of nothing but people's tasks: any dependencies among components and among procedures, without cycles. */
const anyTasks: fc.Arbitrary<{ readonly plan: PlanDocument; readonly chosen: readonly string[] | null }> = fc
  .record({
    components: fc.array(
      fc.record({ on: fc.array(fc.nat(), { maxLength: 2 }), does: fc.array(fc.nat(), { maxLength: 3 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    procedures: fc.array(fc.array(fc.nat(), { maxLength: 2 }), { minLength: 1, maxLength: 5 }),
    chosen: fc.option(fc.array(fc.nat(), { maxLength: 6 })),
  })
  .map(({ components, procedures, chosen }) => ({
    plan: planDocument({
      // Declared backwards, so that order never comes for free.
      components: components
        .map(({ on, does }, index) =>
          component(`c${index}`, {
            dependencies: index === 0 ? [] : [...new Set(on.map((n) => `c${n % index}`))],
            recovery_procedures: [...new Set(does.map((n) => `p${n % procedures.length}`))],
          }),
        )
        .reverse(),
      recovery_procedures: procedures.map((on, index) =>
        procedure(`p${index}`, { dependencies: index === 0 ? [] : [...new Set(on.map((n) => `p${n % index}`))] }),
      ),
    }),
    chosen: chosen?.map((n) => `c${n % components.length}`) ?? null,
  }));

const idsOf = (book: Runbook): readonly string[] => book.steps.map((step) => step.id);
const stepOf = (book: Runbook, id: string) => book.steps.find((step) => step.id === id)!;

/** Everything that a step waits for, directly or not. */
function before(book: Runbook, id: string): ReadonlySet<string> {
  const all = new Set(stepOf(book, id).dependsOn);
  for (const each of all) for (const further of stepOf(book, each).dependsOn) all.add(further);
  return all;
}

describe('compiling a failover', () => {
  it('gives the steps of the shop, each behind what it needs', () => {
    const book = compileFailover(pinned(shop()), failoverRequest());
    expect(book.steps.map(({ id, action, dependsOn }) => [id, action, dependsOn])).toEqual([
      ['comp_db.check_primary', 'postgres.check', []],
      ['comp_db.check_standby', 'postgres.check', []],
      ['comp_db.fence', 'postgres.fence', ['comp_db.check_primary', 'comp_db.check_standby']],
      ['comp_db.wait_replay', 'postgres.wait_replay', ['comp_db.fence']],
      ['comp_db.promote', 'postgres.promote', ['comp_db.wait_replay']],
      ['comp_db.verify_writable', 'postgres.verify_writable', ['comp_db.promote']],
      ['comp_db.measure_loss', 'postgres.measure_loss', ['comp_db.verify_writable']],
      ['comp_gateway.load_balancer', 'haproxy.switch', ['comp_db.verify_writable']],
      ['comp_gateway.health', 'health.http', ['comp_gateway.load_balancer']],
    ]);
    expect(book.steps.filter((step) => step.pointOfNoReturn).map(({ id }) => id)).toEqual(['comp_db.promote']);
    expect(book).toMatchObject({
      kind: 'failover',
      mode: 'live',
      planId: 'plan_1',
      planVersion: 3,
      direction: { from: 'primary', to: 'secondary' },
      timeoutMs: 60_000,
    });
    expect(stepOf(book, 'comp_db.promote').inputs).toEqual({ url: 'secret://pg-vancouver' });
    expect(stepOf(book, 'comp_gateway.load_balancer').inputs).toMatchObject({
      activate: 'vancouver',
      deactivate: 'toronto',
    });
  });

  it('goes the other way when the secondary site serves', () => {
    const book = compileFailover(pinned(shop(), { activeSite: 'secondary' }), failoverRequest());
    expect(book.direction).toEqual({ from: 'secondary', to: 'primary' });
    expect(stepOf(book, 'comp_db.fence').inputs).toMatchObject({ url: 'secret://pg-vancouver' });
    expect(stepOf(book, 'comp_db.promote').inputs).toMatchObject({ url: 'secret://pg-toronto' });
    expect(stepOf(book, 'comp_gateway.load_balancer').inputs).toMatchObject({
      activate: 'toronto',
      deactivate: 'vancouver',
    });
    expect(stepOf(book, 'comp_gateway.health').inputs).toMatchObject({ url: 'http://toronto.example/health' });
  });

  it('a planned failover needs both sites and changes nothing when one fails; an unplanned one asks a person', () => {
    const planned = compileFailover(pinned(shop()), failoverRequest());
    const unplanned = compileFailover(pinned(shop()), failoverRequest({ failoverType: 'unplanned' }));
    expect(idsOf(unplanned)).toEqual(idsOf(planned).filter((id) => id !== 'comp_db.check_primary'));
    for (const id of ['comp_db.check_standby', 'comp_db.fence', 'comp_db.wait_replay']) {
      expect([stepOf(planned, id).policy.onFailure, stepOf(unplanned, id).policy.onFailure]).toEqual([
        'rollback',
        'pause',
      ]);
    }
    expect(stepOf(planned, 'comp_db.fence').inputs).toMatchObject({ required: true });
    expect(stepOf(unplanned, 'comp_db.fence').inputs).toMatchObject({ required: false });
  });

  it("checks the sites by the plan's own health checks", () => {
    const base = shop();
    const check = { type: 'http', url: 'http://site.example/health' } as const;
    const { primary_site, secondary_site } = base.failover_configuration;
    const plan = {
      ...base,
      failover_configuration: {
        ...base.failover_configuration,
        primary_site: { ...primary_site, health_checks: [check] },
        secondary_site: { ...secondary_site, health_checks: [check, { type: 'tcp', host: 'db', port: 5432 } as const] },
      },
    };
    const checks = (request: FailoverRequest): readonly string[] =>
      idsOf(compileFailover(pinned(plan), request)).filter((id) => id.startsWith('site.'));
    expect(checks(failoverRequest())).toEqual([
      'site.primary.check_1',
      'site.secondary.check_1',
      'site.secondary.check_2',
    ]);
    expect(checks(failoverRequest({ failoverType: 'unplanned' }))).toEqual([
      'site.secondary.check_1',
      'site.secondary.check_2',
    ]);
    const book = compileFailover(pinned(plan), failoverRequest());
    expect([...before(book, 'comp_db.fence')]).toEqual(expect.arrayContaining(checks(failoverRequest()) as string[]));
  });

  it('options leave steps out', () => {
    const without = (rest: Partial<FailoverRequest>): readonly string[] => {
      const all = idsOf(compileFailover(pinned(shop()), failoverRequest()));
      const left = idsOf(compileFailover(pinned(shop()), failoverRequest(rest)));
      return all.filter((id) => !left.includes(id));
    };
    expect(without({ verifyBefore: false })).toEqual(['comp_db.check_primary', 'comp_db.check_standby']);
    expect(without({ verifyAfter: false })).toEqual(['comp_gateway.health']);
    expect(without({ updateLoadBalancer: false })).toEqual(['comp_gateway.load_balancer']);
  });

  it('moves the authority at its end where nothing is promoted, and all of the plan is moved for real', () => {
    const plan = shop();
    const routed = { ...plan, components: plan.components.filter(({ component_id }) => component_id !== 'comp_db') };
    const bare = { ...routed, components: routed.components.map((one) => ({ ...one, dependencies: [] })) };
    const moves = (document: PlanDocument, rest: Partial<FailoverRequest> = {}, mode: 'live' | 'simulation' = 'live') =>
      compileFailover({ ...pinned(document), mode }, failoverRequest(rest)).movesAuthorityAtEnd ?? false;
    expect(moves(plan)).toBe(false);
    expect(moves(bare)).toBe(true);
    expect(moves(bare, { componentIds: bare.components.map((one) => one.component_id) })).toBe(true);
    expect(moves(plan, { componentIds: [bare.components[0]!.component_id] })).toBe(false);
    expect(moves(bare, {}, 'simulation')).toBe(false);
  });

  it('points names to the site that takes over, and back again when that fails', () => {
    const { plan, record } = shopWithDns();
    const book = compileFailover(pinned(plan), failoverRequest());
    const { server, zone, name, type, tsig } = record;
    expect(stepOf(book, 'comp_gateway.check_dns')).toMatchObject({
      action: 'dns.check',
      phase: 'precheck',
      inputs: { server, zone, name, type, tsig, known_values: ['192.0.2.1', '192.0.2.2'] },
      policy: { onFailure: 'rollback' },
    });
    expect(stepOf(book, 'comp_gateway.dns')).toMatchObject({
      action: 'dns.update',
      phase: 'route',
      undoable: true,
      proves: ['dns_updated'],
      inputs: {
        server,
        zone,
        name,
        type,
        tsig,
        value: '192.0.2.2',
        undo_value: '192.0.2.1',
        ttl: 60,
        resolvers: ['192.0.2.53'],
      },
      policy: { timeoutMs: 150_000 },
    });
    const homewards = compileFailover(pinned(plan, { activeSite: 'secondary' }), failoverRequest());
    expect(stepOf(homewards, 'comp_gateway.dns').inputs).toMatchObject({ value: '192.0.2.1', undo_value: '192.0.2.2' });
    const unplanned = compileFailover(pinned(plan), failoverRequest({ failoverType: 'unplanned' }));
    expect(stepOf(unplanned, 'comp_gateway.check_dns').policy.onFailure).toBe('continue');
    const without = compileFailover(pinned(plan), failoverRequest({ updateDns: false }));
    expect(idsOf(without).filter((id) => id.includes('dns'))).toEqual([]);
  });

  it('the retries asked for hold where a step does not have its own', () => {
    const book = compileFailover(pinned(shop()), failoverRequest({ retryAttempts: 7 }));
    expect(stepOf(book, 'comp_db.promote').policy.retries).toBe(7);
    expect(stepOf(book, 'comp_db.wait_replay').policy.retries).toBe(0);
  });

  it('always gives the same runbook, whose steps stand behind what they depend on and refer to', () => {
    fc.assert(
      fc.property(anyRequest, fc.constantFrom('primary', 'secondary'), (request, activeSite) => {
        const book = compileFailover(pinned(shop(), { activeSite }), request);
        expect(compileFailover(pinned(structuredClone(shop()), { activeSite }), structuredClone(request))).toEqual(
          book,
        );
        const ids = idsOf(book);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [index, { id, dependsOn, inputs }] of book.steps.entries()) {
          for (const dependency of dependsOn) expect(ids.slice(0, index)).toContain(dependency);
          const referred = [...JSON.stringify(inputs).matchAll(/\{\{steps\.(.+?)\.output/g)].map((match) => match[1]!);
          for (const each of referred) expect(before(book, id)).toContain(each);
        }
      }),
    );
  });

  it('in any plan components and procedures wait for those that they depend on', () => {
    fc.assert(
      fc.property(anyTasks, fc.constantFrom('live', 'simulation'), ({ plan, chosen }, mode) => {
        const book = compileFailover(pinned(plan, { mode }), failoverRequest({ componentIds: chosen }));
        const stepsOf = (id: string) => book.steps.filter((step) => step.componentId === id);
        const isChosen = (id: string): boolean => chosen === null || chosen.includes(id);
        for (const { component_id, dependencies, recovery_procedures } of plan.components) {
          const own = stepsOf(component_id);
          if (!isChosen(component_id)) expect(own).toEqual([]);
          else expect(own.length).toBeGreaterThanOrEqual(recovery_procedures.length);
          for (const step of own) {
            // Also across components that stay where they are.
            const upstream = new Set(dependencies);
            for (const id of upstream)
              for (const up of plan.components.find((c) => c.component_id === id)!.dependencies) upstream.add(up);
            for (const id of upstream)
              for (const earlier of stepsOf(id)) expect(before(book, step.id)).toContain(earlier.id);
            const name = step.id.split('.')[1]!;
            for (const needed of plan.recovery_procedures.find((p) => p.procedure_id === name)!.dependencies) {
              expect([...before(book, step.id)].some((id) => id.split('.')[1] === needed)).toBe(true);
            }
          }
        }
      }),
    );
  });

  it('a procedure that is named without what it depends on brings it along, but not twice', () => {
    const plan = planDocument({
      components: [
        component('b', { dependencies: ['a'], recovery_procedures: ['p2'] }),
        component('a', { recovery_procedures: ['p1'] }),
      ],
      recovery_procedures: [
        procedure('p0'),
        procedure('p1', { dependencies: ['p0'] }),
        procedure('p2', { dependencies: ['p1'] }),
      ],
    });
    const compiled = (componentIds: readonly string[] | null): readonly string[] =>
      idsOf(compileFailover(pinned(plan), failoverRequest({ componentIds })));
    expect(compiled(null)).toEqual(['a.p0.1', 'a.p1.1', 'b.p2.1']);
    expect(compiled(['b'])).toEqual(['b.p0.1', 'b.p1.1', 'b.p2.1']);
  });

  it('a simulation walks through every procedure and binds nothing', () => {
    const plan = planDocument({
      components: [component('a', { recovery_procedures: ['backup_restore', 'dns_switchover', 'p1'] })],
      recovery_procedures: [procedure('p1', { name: 'Tell the customers' })],
    });
    const book = compileFailover(pinned(plan, { mode: 'simulation' }), failoverRequest());
    expect(book.mode).toBe('simulation');
    expect(book.steps.map(({ id, action, name }) => [id, action, name])).toEqual([
      ['a.backup_restore', 'tabletop', 'a: backup_restore'],
      ['a.dns_switchover', 'tabletop', 'a: dns_switchover'],
      ['a.p1', 'tabletop', 'a: Tell the customers'],
    ]);
    expect(book.steps.some((step) => step.pointOfNoReturn || step.proves.length > 0)).toBe(false);
  });

  it('a procedure asks for the approvals of its automation level', () => {
    const call = {
      name: 'Open',
      action: 'http',
      with: { url: 'http://gate.example' },
      undo: { method: 'DELETE' },
      timeout: 5,
    };
    const compiled = (automation_level: 'manual' | 'semi_automated' | 'automated'): readonly string[] => {
      const steps = automation_level === 'automated' ? [call, call] : ['Tell somebody', call, call];
      const plan = planDocument({
        components: [component('a', { recovery_procedures: ['p'] })],
        recovery_procedures: [procedure('p', { automation_level, steps })],
      });
      const book = compileFailover(pinned(plan), failoverRequest());
      expect(stepOf(book, automation_level === 'automated' ? 'a.p.1' : 'a.p.2')).toMatchObject({
        inputs: { url: 'http://gate.example', undo: { method: 'DELETE' } },
        undoable: true,
        policy: { timeoutMs: 5_000, retries: 2 },
      });
      return book.steps.map(({ id, action }) => `${id} ${action}`);
    };
    expect(compiled('automated')).toEqual(['a.p.1 http', 'a.p.2 http']);
    expect(compiled('semi_automated')).toEqual(['a.p.1 manual', 'a.p.2.approve manual', 'a.p.2 http', 'a.p.3 http']);
    expect(compiled('manual')).toEqual([
      'a.p.1 manual',
      'a.p.2.approve manual',
      'a.p.2 http',
      'a.p.3.approve manual',
      'a.p.3 http',
    ]);
  });

  it('a planned failover that was switched does what an unplanned one does', () => {
    const withChecks = shop();
    const check = { health_checks: [{ type: 'tcp', host: 'site.example', port: 1 }] } as const;
    const configuration = withChecks.failover_configuration;
    const plan = {
      ...withChecks,
      failover_configuration: {
        ...configuration,
        primary_site: { ...configuration.primary_site, ...check },
        secondary_site: { ...configuration.secondary_site, ...check },
      },
    };
    const planned = compileFailover(pinned(plan), failoverRequest());
    const unplanned = compileFailover(pinned(plan), failoverRequest({ failoverType: 'unplanned' }));
    const only = planned.steps.filter(({ id }) => !unplanned.steps.some((step) => step.id === id));
    expect(only.map(({ id, whenUngraceful }) => [id, whenUngraceful])).toEqual([
      ['site.primary.check_1', 'skip'],
      ['comp_db.check_primary', 'skip'],
    ]);
    const switched = runbookInForce(planned, { ungraceful: {} });
    for (const step of unplanned.steps) {
      const { inputs, policy } = stepOf(switched, step.id);
      // The source may have died behind its fence: what is not there any more is not waited for.
      const replay = step.id === 'comp_db.wait_replay' ? { lsn: null } : {};
      expect({ inputs, policy }).toEqual({ inputs: { ...step.inputs, ...replay }, policy: step.policy });
    }
    expect(unplanned.steps.filter(({ whenUngraceful }) => whenUngraceful !== undefined)).toEqual([]);
    expect(runbookInForce(planned, { ungraceful: null })).toBe(planned);
  });

  it('asks for the approvals of the plan before anything else, and for those of a procedure before its actions', () => {
    const call = { name: 'Open', action: 'http', with: { url: 'http://gate.example' } };
    const base = planDocument();
    const plan = planDocument({
      components: [component('a', { recovery_procedures: ['p'] })],
      recovery_procedures: [procedure('p', { steps: [call], approval: { required: 2, role: 'approver' } })],
      failover_configuration: { ...base.failover_configuration, approval: { required: 1, timeout: 60 } },
    });
    const { steps } = compileFailover(pinned(plan), failoverRequest());
    expect(steps.map(({ id, dependsOn, inputs }) => [id, dependsOn, inputs['approvals']])).toEqual([
      ['failover.approve', [], { required: 1, timeout: 60 }],
      ['a.p.1.approve', ['failover.approve'], { required: 2, role: 'approver' }],
      ['a.p.1', ['a.p.1.approve'], undefined],
    ]);
    const walked = compileFailover(pinned(plan, { mode: 'simulation' }), failoverRequest());
    expect(walked.steps.map(({ action }) => action)).toEqual(['tabletop']);
  });
});

function shopWithDns() {
  const plan = shop();
  const [gateway, database] = plan.components;
  const record = {
    driver: 'rfc2136',
    server: '192.0.2.53',
    zone: 'example.org',
    name: 'app',
    type: 'A',
    ttl: 60,
    values: { primary: '192.0.2.1', secondary: '192.0.2.2' },
    tsig: 'secret://tsig',
    resolvers: ['192.0.2.53'],
  } as const;
  return {
    record,
    plan: {
      ...plan,
      components: [{ ...gateway!, recovery_procedures: ['dns_switchover'] }, database!],
      failover_configuration: { ...plan.failover_configuration, traffic: { dns: [record] } },
    },
  };
}
