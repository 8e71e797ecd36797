import { describe, expect, it } from '@jest/globals';
import { parameterUseFaults } from './parameter-faults.js';
import type { PlanDocument } from './plan-document.js';

function plan(used: readonly string[]): PlanDocument {
  const step = (url: string) => ({ name: 'Call', action: 'http', with: { url } });
  return {
    components: [{ recovery_procedures: used }],
    recovery_procedures: [
      {
        procedure_id: 'asks',
        steps: [step('{{parameters.a}}/{{parameters.b}}'), step('{{parameters.a}}')],
        dependencies: [],
      },
      { procedure_id: 'behind', steps: [step('{{steps.x.1.output.y}}')], dependencies: ['asks', 'unknown'] },
      { procedure_id: 'plain', steps: ['Look'], dependencies: [] },
    ],
  } as unknown as PlanDocument;
}

describe('a component whose failover would need parameters', () => {
  it.each(['asks', 'behind'])('is told by name, also through dependencies: %s', (id) => {
    expect(parameterUseFaults(plan(['plain', id]))).toEqual([
      {
        field: 'components[0].recovery_procedures',
        issue: 'asks uses parameters.a, parameters.b, and a failover has no parameters: execute it by itself',
      },
    ]);
  });

  it('is not one whose procedures have none, or are executed by themselves', () => {
    expect(parameterUseFaults(plan(['plain', 'database_failover']))).toEqual([]);
  });
});
