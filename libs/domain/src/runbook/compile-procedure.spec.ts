import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../json.js';
import type { PlanDocument, ProcedureDefinition, StepDefinition } from '../plan/plan-document.js';
import { compileProcedure, type ProcedureRequest } from './compile-procedure.js';
import type { ExecutionMode, Runbook } from './runbook.js';

function procedure(id: string, steps: readonly StepDefinition[], more: Partial<ProcedureDefinition> = {}) {
  const own: ProcedureDefinition = {
    procedure_id: id,
    name: id,
    description: '',
    steps,
    estimated_duration: 1,
    dependencies: [],
    automation_level: 'automated',
  };
  return { ...own, ...more };
}

function action(name: string, more: object = {}): StepDefinition {
  return { name, action: 'http', ...more };
}

function compile(
  procedures: readonly ProcedureDefinition[],
  request: Partial<ProcedureRequest> = {},
  mode: ExecutionMode = 'live',
): Runbook {
  const document = { recovery_procedures: procedures } as unknown as PlanDocument;
  return compileProcedure(
    { planId: 'plan_1', version: 3, document, activeSite: 'primary', mode },
    {
      procedureId: procedures.at(-1)!.procedure_id,
      parameters: {},
      walkThrough: false,
      retryAttempts: 4,
      parallel: false,
      timeoutMs: 600_000,
      ...request,
    },
  );
}

function issues(procedures: readonly ProcedureDefinition[], parameters: JsonObject): unknown {
  try {
    compile(procedures, { parameters });
  } catch (error) {
    return (error as { details: { issues: unknown } }).details.issues;
  }
  throw new Error('nothing was refused');
}

describe('a procedure', () => {
  it('becomes a runbook without direction and without anything of a failover', () => {
    const { steps, ...runbook } = compile([
      procedure('proc_a', [action('a', { retries: 1, timeout: 5 }), action('b')]),
    ]);
    expect(runbook).toEqual({
      kind: 'procedure',
      mode: 'live',
      planId: 'plan_1',
      planVersion: 3,
      failoverType: null,
      direction: null,
      parallel: false,
      timeoutMs: 600_000,
      outageStartedAt: null,
    });
    expect(steps.map(({ id, dependsOn, policy }) => [id, dependsOn, policy.retries])).toEqual([
      ['proc_a.1', [], 1],
      ['proc_a.2', ['proc_a.1'], 4],
    ]);
  });

  it('stands behind those that it depends on, each once', () => {
    const { steps } = compile([
      procedure('other', [action('never')]),
      procedure('left', [action('left')], { dependencies: ['base'] }),
      procedure('right', [action('right')], { dependencies: ['base'] }),
      procedure('base', [action('base')]),
      procedure('top', [action('top')], { dependencies: ['left', 'right'] }),
    ]);
    expect(steps.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['base.1', []],
      ['left.1', ['base.1']],
      ['right.1', ['base.1']],
      ['top.1', ['left.1', 'right.1']],
    ]);
  });

  it('keeps its order across a dependency without steps', () => {
    const { steps } = compile([
      procedure('base', [action('base')]),
      procedure('empty', [], { dependencies: ['base'] }),
      procedure('top', [action('top')], { dependencies: ['empty'] }),
    ]);
    expect(steps.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['base.1', []],
      ['top.1', ['base.1']],
    ]);
  });

  it('asks a person before each action where it is manual', () => {
    const { steps } = compile([procedure('p', [action('a'), 'Look', action('b')], { automation_level: 'manual' })]);
    expect(steps.map(({ id, action: name }) => [id, name])).toEqual([
      ['p.1.approve', 'manual'],
      ['p.1', 'http'],
      ['p.2', 'manual'],
      ['p.3.approve', 'manual'],
      ['p.3', 'http'],
    ]);
  });

  it('every step stands behind what it depends on, in any plan without cycles', () => {
    const plan = fc
      .array(fc.record({ steps: fc.integer({ min: 0, max: 3 }), links: fc.array(fc.nat()) }), {
        minLength: 1,
        maxLength: 12,
      })
      .map((nodes) =>
        nodes.map(({ steps, links }, index) =>
          procedure(
            `p${index}`,
            Array.from({ length: steps }, (_, n) => action(`${index}-${n}`)),
            { dependencies: index === 0 ? [] : [...new Set(links.map((link) => `p${link % index}`))] },
          ),
        ),
      );
    fc.assert(
      fc.property(plan, (procedures) => {
        const { steps } = compile(procedures);
        const ids = steps.map((step) => step.id);
        expect(new Set(ids).size).toBe(ids.length);
        steps.forEach((step, index) => step.dependsOn.forEach((id) => expect(ids.slice(0, index)).toContain(id)));
      }),
    );
  });
});

describe('parameters', () => {
  const withInputs = (inputs: JsonObject) => [procedure('p', [action('a', { with: inputs })])];
  const filled = (inputs: JsonObject, parameters: JsonObject) =>
    compile(withInputs(inputs), { parameters }).steps[0]!.inputs;

  it('keep their type where the placeholder is the whole value, and are text inside of one', () => {
    const value = fc.jsonValue().filter((json) => !JSON.stringify(json).includes('{{')) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(value, (x) => {
        const inputs = filled({ whole: '{{ parameters.x }}', part: 'is {{parameters.x}}!' }, { x });
        expect(inputs).toEqual({ whole: x, part: `is ${typeof x === 'string' ? x : JSON.stringify(x)}!` });
      }),
    );
  });

  it('reach into objects, and into texts, names, probe and undo', () => {
    const [approve, step] = compile(
      [
        procedure('p', [
          'Call {{parameters.who.name}}',
          action('Open {{parameters.gate}}', {
            probe: { url: '{{parameters.gate}}' },
            undo: { url: '{{parameters.gate}}' },
          }),
        ]),
      ],
      { parameters: { who: { name: 'Ada' }, gate: 7 } },
    ).steps;
    expect([approve!.name, approve!.inputs]).toEqual(['Call Ada', { task: 'Call Ada' }]);
    expect([step!.name, step!.inputs]).toEqual(['Open 7', { probe: { url: 7 }, undo: { url: 7 } }]);
  });

  it('leave references to steps of the same execution for run time', () => {
    const steps = [action('a'), action('b', { with: { id: '{{steps.p.1.output.id}}' } })];
    expect(compile([procedure('p', steps)]).steps[1]!.inputs).toEqual({ id: '{{steps.p.1.output.id}}' });
  });

  it('that are missing are all named, with the steps that use them', () => {
    const procedures = [
      procedure('p', [
        action('a', { with: { x: '{{parameters.x}}', again: '{{parameters.x}}', inner: '{{parameters.o.y}}' } }),
        action('b', { with: { x: '{{steps.q.1.output.id}}', y: '{{ sites.primary }}' } }),
      ]),
    ];
    expect(issues(procedures, { o: {} })).toEqual([
      'Missing required field: parameters.x (step p.1 uses it)',
      'Missing required field: parameters.o.y (step p.1 uses it)',
      'Step p.2 of the plan can not be executed: {{steps.q.1.output.id}} names nothing that is known here',
      'Step p.2 of the plan can not be executed: {{sites.primary}} names nothing that is known here',
    ]);
  });

  it('do not make a placeholder together', () => {
    const procedures = [
      procedure('p', [action('a'), action('b', { with: { x: '{{parameters.a}}{{parameters.b}}' } })]),
    ];
    expect(issues(procedures, { a: '{', b: '{steps.p.1.output.token}}' })).toHaveLength(1);
  });

  it('are not what JavaScript has under a name', () => {
    expect(
      issues(withInputs({ x: '{{parameters.toString}}', y: '{{parameters.list.length}}' }), { list: [] }),
    ).toHaveLength(2);
  });
});

describe('a walk-through', () => {
  const steps = ['Tell {{parameters.who}}', action('Open')];

  it('has one step that does nothing for each step, and keeps the names', () => {
    const runbook = compile([procedure('p', steps)], { parameters: { who: 'Ada' } }, 'simulation');
    expect(runbook.mode).toBe('simulation');
    expect(runbook.steps.map(({ id, name, action: key }) => [id, name, key])).toEqual([
      ['p.1', 'Tell Ada', 'tabletop'],
      ['p.2', 'Open', 'tabletop'],
    ]);
  });

  it('of a live plan is a simulation too', () => {
    const runbook = compile([procedure('p', steps)], { walkThrough: true, parameters: { who: 'Ada' } });
    expect([runbook.mode, new Set(runbook.steps.map((step) => step.action))]).toEqual([
      'simulation',
      new Set(['tabletop']),
    ]);
  });
});
