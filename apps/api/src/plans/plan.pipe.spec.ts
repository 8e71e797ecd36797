import { readFileSync } from 'node:fs';
import { expect, describe, test } from '@jest/globals';
import { createActionCatalog } from '#actions/catalog.js';
import { DomainError } from '#domain/errors.js';
import type { Json } from '#domain/json.js';
import { systemClock } from '#engine/system-clock.js';
import type { PlanActions } from './plan-actions.js';
import { PlanChecker } from './plan-checker.js';
import { toPlanDocument } from './plan.mapper.js';
import { PlanReader } from './plan-reader.js';
import { PlanPipe } from './plan.pipe.js';

type Draft = { [key: string]: Json | undefined };

const checker = new PlanChecker(
  createActionCatalog({
    secrets: { resolve: (reference) => Promise.resolve(reference) },
    canaries: { lastAcknowledged: () => Promise.resolve(null) },
    canaryKey: Buffer.alloc(32),
    clock: systemClock,
    allowedCommands: [],
    restore: { programs: [], directories: [] },
    extensions: [],
  }) as unknown as PlanActions,
);
const pipe = new PlanPipe(new PlanReader(checker));

const CONTRACT = readFileSync('test/contract/documents/1-create-disaster-recovery-plan.json', 'utf8');

function contractPlan(): Draft {
  return (JSON.parse(CONTRACT) as { request: Draft }).request;
}

/** The contract's plan with the value at a path replaced; undefined takes it away. */
function planWith(...changes: readonly (readonly [path: string, value: unknown])[]): unknown {
  const plan: unknown = contractPlan();
  for (const [path, value] of changes) {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop()!;
    const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], plan) as Record<string, unknown>;
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return plan;
}

function refusal(body: unknown): { readonly code: string; readonly message: string; readonly details: unknown } {
  try {
    pipe.transform(body);
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details };
    throw error;
  }
  throw new Error('the plan was accepted');
}

function issues(body: unknown): unknown {
  const { code, message, details } = refusal(body);
  expect({ code, message }).toEqual({ code: 'validation_failed', message: 'DR plan validation failed' });
  return (details as { issues: unknown }).issues;
}

describe('a plan that is well formed', () => {
  test('comes through as it was written', () => {
    const { created_by, ...document } = contractPlan();
    const dto = pipe.transform(contractPlan());
    expect(toPlanDocument(dto)).toEqual(document);
    expect(dto.created_by).toBe(created_by);
  });

  test('may leave out what need not be said', () => {
    const dto = pipe.transform(
      planWith(
        ['description', undefined],
        ['recovery_procedures', undefined],
        ['testing_schedule', undefined],
        ['notifications', null],
        ['created_by', undefined],
        ['components[0].dependencies', undefined],
        ['components[1].recovery_procedures', null],
      ),
    );
    expect(toPlanDocument(dto)).toMatchObject({
      description: '',
      recovery_procedures: [],
      testing_schedule: null,
      notifications: null,
      components: [{ dependencies: [] }, { recovery_procedures: [] }],
    });
  });

  test('keeps every addition of ours', () => {
    const additions = {
      targets: {
        primary: { driver: 'postgres', url: 'secret://pg-toronto' },
        secondary: { driver: 'postgres', url: 'postgres://recovery@127.0.0.1:5432/app' },
        drill: { driver: 'http', url: 'http://127.0.0.1:8080/health' },
      },
      steps: [
        'Tell the duty manager',
        {
          name: 'Open the gate',
          action: 'http',
          timeout: 0.5,
          retries: 3,
          on_failure: 'pause',
          with: { method: 'POST', url: 'https://gate.example/open?backup={{parameters.backup_id}}' },
          probe: { method: 'GET', url: 'https://gate.example/state', expect: { json: { open: true } } },
          undo: { method: 'POST', url: 'https://gate.example/close' },
          idempotent: false,
        },
      ],
      health_checks: [
        { type: 'http', url: 'http://127.0.0.1/health', timeout: 0.4, interval: 0.5, failures: 3 },
        { type: 'tcp', host: '127.0.0.1', port: 5432 },
        { type: 'postgres', url: 'secret://pg-toronto' },
      ],
      traffic: {
        load_balancers: [
          {
            driver: 'haproxy',
            address: 'tcp://127.0.0.1:9999',
            backend: 'app',
            servers: { primary: 'toronto', secondary: 'vancouver' },
            verify_url: 'http://127.0.0.1:8000/',
          },
        ],
        dns: [
          {
            driver: 'rfc2136',
            server: '127.0.0.1:5353',
            zone: 'example.org',
            name: 'app',
            type: 'A',
            ttl: 5,
            values: { primary: '192.0.2.1', secondary: '192.0.2.2' },
            tsig: 'secret://tsig-app',
            resolvers: ['127.0.0.1:5353'],
            wait_ttl: false,
          },
        ],
      },
    };
    const plan = toPlanDocument(
      pipe.transform(
        planWith(
          ['components[0].targets', additions.targets],
          ['recovery_procedures[0].steps', additions.steps],
          ['failover_configuration.primary_site.health_checks', additions.health_checks],
          ['failover_configuration.traffic', additions.traffic],
        ),
      ),
    );
    expect(plan.components[0]!.targets).toEqual(additions.targets);
    expect(plan.recovery_procedures[0]!.steps).toEqual(additions.steps);
    expect(plan.failover_configuration.primary_site.health_checks).toEqual(additions.health_checks);
    expect(plan.failover_configuration.traffic).toEqual(additions.traffic);
  });
});

describe('a plan with faulty fields', () => {
  test('is told all of them at once', () => {
    expect(
      issues(
        planWith(
          ['plan_name', undefined],
          ['rto', 0],
          ['rpo', -1],
          ['priority', 'urgent'],
          ['components[0].rto', '120'],
          ['components[1].colour', 'red'],
          ['failover_configuration.secondary_site', undefined],
          ['testing_schedule.next_test', '2024-02-30T00:00:00Z'],
          ['favourite', true],
        ),
      ),
    ).toEqual(
      expect.arrayContaining([
        'Missing required field: plan_name',
        'Invalid RTO value: must be a whole number of at least 1',
        'Invalid RPO value: must be a whole number of at least 0',
        'Invalid priority value: must be one of critical, high, medium, low',
        'Invalid components[0].rto value: must be a whole number of at least 1',
        'Unknown field: components[1].colour',
        'Missing required field: failover_configuration.secondary_site',
        'Invalid testing_schedule.next_test value: must be an ISO 8601 date and time with a time zone, such as 2024-04-01T00:00:00Z',
        'Unknown field: favourite',
      ]),
    );
  });

  test('is also told what makes no sense in it, where that can be seen', () => {
    expect(
      issues(planWith(['plan_name', undefined], ['components[1].dependencies', ['comp_0']], ['components[0].rto', 0])),
    ).toEqual([
      'Missing required field: plan_name',
      'Invalid components[0].rto value: must be a whole number of at least 1',
      'components[1].dependencies: Unknown component: comp_0',
    ]);
    expect(issues(planWith(['scope', ' '], ['components', []]))).toContain('Missing required components');
  });

  test('that is empty misses every required field', () => {
    expect(issues({})).toEqual(
      ['plan_name', 'scope', 'priority', 'rto', 'rpo', 'recovery_tier', 'components', 'failover_configuration'].map(
        (field) => `Missing required field: ${field}`,
      ),
    );
  });

  test.each([
    ['rto', 1.5],
    ['rto', 525_601],
    ['rto', null],
    ['rto', true],
    ['plan_name', ''],
    ['plan_name', 7],
    ['plan_name', 'x'.repeat(201)],
    ['plan_name', 'a\0b'],
    ['plan_name', 'half a pair: \ud800'],
    ['description', 3],
    ['components', 'all'],
    ['components', {}],
    ['components[0]', null],
    ['components[0]', 'db'],
    ['components[0]', [{}]],
    ['components[0]', []],
    ['components[0].component_id', 'comp/1'],
    ['components[0].dependencies', 'comp_123456790'],
    ['components[0].dependencies', [1]],
    ['components[0].targets', 'secret://pg'],
    ['components[0].targets', { tertiary: { driver: 'postgres', url: 'secret://pg' } }],
    ['components[0].targets', { primary: { driver: 'oracle', url: 'secret://pg' } }],
    ['components[0].targets', { primary: { driver: 'postgres', url: 'mysql://db/app' } }],
    ['components[0].targets', { primary: null, secondary: [] }],
    ['failover_configuration', []],
    ['failover_configuration', null],
    ['failover_configuration.failover_automation', 'yes'],
    ['failover_configuration.failover_timeout', 0],
    ['failover_configuration.failover_triggers', ['full_moon']],
    ['failover_configuration.primary_site.health_checks', [null]],
    ['failover_configuration.primary_site.health_checks', [{ type: 'icmp' }]],
    ['failover_configuration.primary_site.health_checks', [{ type: 'tcp', host: 'h', port: 70_000 }]],
    ['failover_configuration.primary_site.health_checks', [{ type: 'postgres', url: 'postgres://u:p@h/d' }]],
    ['failover_configuration.traffic', { load_balancers: [{ driver: 'haproxy', address: '127.0.0.1:9999' }] }],
    ['failover_configuration.traffic', { dns: [{ driver: 'route53' }] }],
    ['recovery_procedures[0].steps', [7]],
    ['recovery_procedures[0].steps', ['']],
    ['recovery_procedures[0].steps', [null]],
    ['recovery_procedures[0].steps', [{ name: 'x' }]],
    ['recovery_procedures[0].steps', [{ name: 'x', action: 'http', with: [] }]],
    ['recovery_procedures[0].steps', [{ name: 'x', action: 'http', timeout: 0 }]],
    ['recovery_procedures[0].automation_level', 'magic'],
    ['testing_schedule', 'monthly'],
    ['testing_schedule.next_test', '2024-04-01'],
    ['notifications.recipients', ['']],
    ['created_by', 5],
  ])('%s = %j is refused', (path, value) => {
    const found = issues(planWith([path, value])) as string[];
    expect(found).not.toHaveLength(0);
    const field = path.split(/[.[]/)[0]!;
    expect(found.filter((issue) => !issue.toLowerCase().includes(field))).toEqual([]);
  });

  test.each([
    ['{"plan_name":{"__proto__":{"admin":true}}}', 'Unknown field: plan_name.__proto__'],
    ['{"constructor":"x"}', 'Unknown field: constructor'],
    ['{"scope":1e999}', 'Invalid scope value: must be a finite number'],
    [`{"scope":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, expect.stringContaining('nested deeper than 32 levels')],
  ])('%.40s … does no harm', (json, issue) => {
    expect(issues(JSON.parse(json))).toContainEqual(issue);
  });
});

describe('a plan that makes no sense', () => {
  const senseless = (body: unknown) => {
    const document = toPlanDocument(pipe.transform(body));
    return checker.faultsOf(document).map(({ field, issue }) => `${field}: ${issue}`);
  };

  test('without components is invalid in the words of the contract', () => {
    const contract = (JSON.parse(readFileSync('test/contract/documents/errors.json', 'utf8')) as Draft)['400'] as Draft;
    expect(refusal(planWith(['components', undefined]))).toEqual({
      code: contract['error'],
      message: contract['message'],
      details: contract['details'],
    });
    expect(senseless(planWith(['components', []]))).toEqual(['components: Missing required components']);
  });

  test.each([[[]], ['plan'], [null], [undefined], [7]])('%j is no plan at all', (body) => {
    expect(refusal(body).code).toBe('invalid_dr_plan');
  });

  test('has inputs that an action can not work with', () => {
    const step = (inputs: Json) =>
      planWith(['recovery_procedures[0].steps', [{ name: 'Gate', action: 'http', with: inputs }]]);
    expect(senseless(step({ method: 'POST' }))).toContainEqual(
      expect.stringMatching(/^recovery_procedures\[0\]\.steps\[0\]\.with: http: url/),
    );
    expect(senseless(step({ method: 'POST', url: '{{parameters.url}}' })).join()).not.toContain('url');
  });

  test('names an action that does not exist', () => {
    const plan = planWith(['recovery_procedures[0].steps', [{ name: 'Gate', action: 'tabletop' }]]);
    expect(senseless(plan)).toContain('recovery_procedures[0].steps[0].action: Unknown action: tabletop');
  });
});
