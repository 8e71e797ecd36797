import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.js';
import { component, planDocument, procedure, shop } from '../testing/plans.js';
import { checkPlan } from './check-plan.js';
import { executionMode } from './execution-mode.js';
import type { PlanDocument } from './plan-document.js';

const faultsOf = (plan: PlanDocument): readonly string[] =>
  checkPlan(plan, (action) => action === 'http').map(({ field, issue }) => `${field}: ${issue}`);

const contract = JSON.parse(
  readFileSync(
    new URL('../../../../test/contract/documents/1-create-disaster-recovery-plan.json', import.meta.url),
    'utf8',
  ),
) as { readonly request: PlanDocument };

describe('checking a plan', () => {
  it('finds nothing wrong with the plan of the contract, and takes it for a walk-through', () => {
    expect(faultsOf(contract.request)).toEqual([]);
    expect(executionMode(contract.request)).toBe('simulation');
  });

  it('finds nothing wrong with a live plan in which everything is bound', () => {
    expect(faultsOf(shop())).toEqual([]);
    expect(executionMode(shop())).toBe('live');
  });

  it('names every fault at once, each with its place', () => {
    const plan = planDocument({
      components: [
        component('a', { dependencies: ['b', 'nobody'] }),
        component('b', { dependencies: ['a'], recovery_procedures: ['unheard_of', 'proc_1', 'proc_1'] }),
        component('b'),
      ],
      recovery_procedures: [
        procedure('proc_1', { dependencies: ['proc_2', 'proc_9'], automation_level: 'automated' }),
        procedure('proc_2', { dependencies: ['proc_1'], steps: [{ name: 'x', action: 'teleport' }] }),
        procedure('proc_2'),
        procedure('dns_switchover'),
      ],
    });
    expect(faultsOf(plan)).toEqual([
      'components: Duplicate component_id: b',
      'components[0].dependencies: Unknown component: nobody',
      'components[1].recovery_procedures: Unknown procedure: unheard_of (neither built in nor a procedure_id of this plan)',
      'components[1].recovery_procedures: Duplicate procedure: proc_1',
      'recovery_procedures: Duplicate procedure_id: proc_2',
      'recovery_procedures[0].dependencies: Unknown procedure: proc_9',
      'recovery_procedures[0].steps[0]: A text-only step needs a person, but the procedure is automated',
      'recovery_procedures[1].steps[0].action: Unknown action: teleport',
      'recovery_procedures[3].procedure_id: dns_switchover is the name of a built-in procedure',
    ]);
  });

  it('names the way of a cycle', () => {
    const cyclic = planDocument({
      components: [
        component('a', { dependencies: ['c'] }),
        component('b', { dependencies: ['a'] }),
        component('c', { dependencies: ['b'] }),
      ],
      recovery_procedures: [procedure('p', { dependencies: ['p'] })],
    });
    expect(faultsOf(cyclic)).toEqual([
      'components: Dependencies form a cycle: a → c → b → a',
      'recovery_procedures: Dependencies form a cycle: p → p',
    ]);
  });

  it('names what else is wrong with a plan that has no components', () => {
    const plan = planDocument({ components: [], recovery_procedures: [procedure('p', { dependencies: ['q'] })] });
    expect(faultsOf(plan)).toEqual([
      'components: Missing required components',
      'recovery_procedures[0].dependencies: Unknown procedure: q',
    ]);
  });

  it('refuses text for a person only where no person is to be needed', () => {
    const withLevel = (automation_level: 'manual' | 'semi_automated' | 'automated' | 'fully_automated') =>
      faultsOf(planDocument({ recovery_procedures: [procedure('p', { automation_level })] })).length;
    expect([
      withLevel('manual'),
      withLevel('semi_automated'),
      withLevel('automated'),
      withLevel('fully_automated'),
    ]).toEqual([0, 0, 1, 1]);
  });

  it('says what a live plan leaves unbound', () => {
    const [gateway, database] = shop().components;
    const plan = {
      ...planDocument(),
      components: [
        { ...database!, targets: { primary: database!.targets!.primary! } },
        {
          ...gateway!,
          recovery_procedures: ['load_balancer_failover', 'dns_switchover', 'health_check_verification'],
          targets: {},
        },
        component('comp_c', { recovery_procedures: ['backup_restore', 'data_synchronization'] }),
      ],
    };
    expect(faultsOf(plan)).toEqual([
      'components[0].recovery_procedures: database_failover needs a postgres target at secondary',
      'components[0].recovery_procedures: data_synchronization needs a postgres target at secondary',
      'components[1].recovery_procedures: load_balancer_failover needs failover_configuration.traffic.load_balancers',
      'components[1].recovery_procedures: dns_switchover needs failover_configuration.traffic.dns',
      'components[1].recovery_procedures: health_check_verification needs a target at primary and secondary',
      expect.stringMatching(/^components\[2\]\.recovery_procedures: backup_restore needs .* no driver/),
      expect.stringMatching(/^components\[2\]\.recovery_procedures: data_synchronization needs database_failover/),
    ]);
  });

  it.each([
    ['postgres://app:hunter2@db.example/shop', true],
    ['postgres://:hunter2@db.example/shop', true],
    ['postgres://db.example/shop?user=app&password=hunter2', true],
    ['postgres://app@db.example:5432/shop', false],
    ['http://db.example:8080/a@b', false],
    ['secret://pg-toronto', false],
  ])('a target at %s carries a password: %s', (url, carries) => {
    const [gateway, database] = shop().components;
    const targets = { ...database!.targets, primary: { driver: 'postgres', url } as const };
    const faults = faultsOf({ ...shop(), components: [gateway!, { ...database!, targets }] });
    const expected = expect.stringMatching(/^components\[1\]\.targets\.primary\.url: Carries a password/);
    expect(faults).toEqual(carries ? [expected] : []);
  });

  it('finds a password anywhere in the plan, and repeats it nowhere', () => {
    const url = 'https://ann:hunter2@gate.example/open';
    const base = planDocument();
    const { primary_site } = base.failover_configuration;
    const plan = planDocument({
      failover_configuration: {
        ...base.failover_configuration,
        primary_site: { ...primary_site, health_checks: [{ type: 'http', url }] },
      },
      recovery_procedures: [
        procedure('p', { steps: [`Call ${url}`, { name: 'x', action: 'http', with: { body: [{ url }] } }] }),
      ],
    });
    const faults = faultsOf(plan);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'failover_configuration.primary_site.health_checks[0].url',
      'recovery_procedures[0].steps[0]',
      'recovery_procedures[0].steps[1].with.body[0].url',
    ]);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('finds approvals that can not be read now, that nobody is asked for, or that could be passed over', () => {
    const manual = (approvals: JsonObject, rest: object = {}) => ({
      name: 'Go',
      action: 'manual',
      with: { task: 'go', approvals },
      ...rest,
    });
    const plan = planDocument({
      recovery_procedures: [
        procedure('p', {
          steps: [
            manual({ required: '{{parameters.n}}' }),
            manual({ required: 1, role: 'boss', limit: 3 }),
            manual({ required: 1 }, { on_failure: 'continue' }),
            manual({ required: 1, role: 'approver', exclude_initiator: true, timeout: 0.5 }),
          ],
        }),
        procedure('q', { automation_level: 'automated', steps: [], approval: { required: 1 } }),
      ],
    });
    const faults = checkPlan(plan, () => true).map(({ field, issue }) => `${field}: ${issue}`);
    expect(faults.filter((fault) => fault.startsWith('recovery_procedures'))).toEqual([
      'recovery_procedures[0].steps[0].with: approvals.required must be a whole number from 1 to 10',
      'recovery_procedures[0].steps[1].with: approvals.limit is unknown',
      'recovery_procedures[0].steps[1].with: approvals.role must be one of viewer, operator, approver, monitor, admin',
      'recovery_procedures[0].steps[2].on_failure: continue would go on when somebody declines',
      'recovery_procedures[1].approval: A procedure that is automated waits for nobody: make it semi_automated or manual',
    ]);
  });
});
