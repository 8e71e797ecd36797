import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '#domain/json.js';
import { JsonPathError, parseJsonPath } from './json-path.js';

const CLUSTER: Json = {
  'scheduled switchover': null,
  members: [
    { name: 'a', role: 'leader', state: 'running', tags: {} },
    { name: 'b', role: 'replica', state: 'streaming', lag: 0, tags: { nofailover: true } },
    { name: "c's", role: 'replica', state: 'streaming', lag: 4096, tags: {} },
  ],
};

describe('a path into JSON', () => {
  it.each<[string, Json]>([
    ['$', [CLUSTER]],
    ['$.members[0].name', ['a']],
    ['$.members[-1].name', ["c's"]],
    ['$.members[3].name', []],
    ['$.members[*].lag', [0, 4096]],
    ['$.members.*.role', ['leader', 'replica', 'replica']],
    ['$["scheduled switchover"]', [null]],
    ["$.members[?@.role=='leader'].name", ['a']],
    ["$.members[?@.role == 'replica' && @.lag < 1024].name", ['b']],
    ['$.members[?@.lag>=4096].name', ["c's"]],
    ["$.members[?@['name']=='c\\'s'].lag", [4096]],
    ['$.members[?@.tags.nofailover].name', ['b']],
    ['$.members[?@.lag!=0].name', ['a', "c's"]],
    ["$.members[?@.lag<'x'].name", []],
    ["$.members[?@.role=='nobody']", []],
    ['$.toString', []],
    ['$.members.name', []],
  ])('%s', (path, found) => {
    expect(parseJsonPath(path)(CLUSTER)).toEqual(found);
  });

  it.each(['', 'members', '$.', '$..name', '$[', '$[]', '$.a]', '$[0:1]', '$[?@.a==]', '$[?@.a=1]', '$[?a]', "$['a]"])(
    'refuses %j',
    (path) => {
      expect(() => parseJsonPath(path)).toThrow(JsonPathError);
    },
  );

  it('either is understood or is refused, and never fails on what it is asked of', () => {
    const text = fc.array(
      fc.constantFrom('$', '.', '[', ']', '*', '?', '@', 'a', '0', '-1', '==', "'a'", '&&', ' ', '<'),
    );
    fc.assert(
      fc.property(text, fc.jsonValue(), (parts, value) => {
        let select;
        try {
          select = parseJsonPath(`$${parts.join('')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonPathError);
          return;
        }
        expect(Array.isArray(select(value as Json))).toBe(true);
      }),
    );
  });

  it('finds what lies under any name, however it is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        const quoted = `'${name.replaceAll(/[\\']/g, '\\$&')}'`;
        const holder = JSON.parse(JSON.stringify({ [name]: value })) as Json;
        fc.pre(Object.hasOwn(holder as object, name));
        expect(parseJsonPath(`$[${quoted}]`)(holder)).toEqual([JSON.parse(JSON.stringify(value))]);
      }),
    );
  });
});
