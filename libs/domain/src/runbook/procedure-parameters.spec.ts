import { describe, expect, it } from '@jest/globals';
import { parameterFaults } from './procedure-parameters.js';

describe('parameters that can be used', () => {
  it('have names that a placeholder can say, and any JSON', () => {
    expect(parameterFaults({ backup_id: 'b', 'skip-it': false, list: [1, null], deep: { 'any key': 1 } })).toEqual([]);
  });

  it('have no placeholder in a value, however deep: it would be filled with what is not theirs', () => {
    const faults = parameterFaults({ a: 'x {{steps.p.1.output.token}}', b: { c: ['{{'] } });
    expect(faults.map((fault) => fault.field)).toEqual(['parameters.a', 'parameters.b.c.0']);
  });

  it.each(['', '1st', 'a b', 'a.b', 'x'.repeat(101)])('are not named %p', (name) => {
    expect(parameterFaults({ [name]: 1 })).toHaveLength(1);
  });

  it('are no more than a hundred, and no more than 64 Ki characters', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`p${index}`, index]));
    expect(parameterFaults(many)).toHaveLength(1);
    expect(parameterFaults({ long: 'x'.repeat(65_536) })).toHaveLength(1);
  });
});
