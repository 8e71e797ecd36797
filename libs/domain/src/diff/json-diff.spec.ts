import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../json.js';
import { applyChanges } from './apply-changes.js';
import { diffJson, type Change } from './json-diff.js';
import { pathText } from './path-text.js';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** Few ids and names, so that two documents share many of them; sometimes ids are missing or stand twice. */
const id = fc.constantFrom('a', 'b', 'c', 'd', '0');
const thing = fc.record(
  { component_id: id, procedure_id: id, rto: fc.nat(2), 'odd.name': fc.nat(1), __proto__: fc.nat(1) },
  { requiredKeys: ['component_id'] },
);
const things = fc.oneof(
  fc.uniqueArray(thing, { selector: (item) => item.component_id, maxLength: 5 }),
  fc.array(thing, { maxLength: 4 }),
  fc.array(fc.oneof(thing, fc.constantFrom('x', 'y', null)), { maxLength: 4 }),
);
const plan = fc
  .record({ components: things, name: fc.constantFrom('n', 'm', null), list: fc.array(fc.nat(2), { maxLength: 3 }) })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const anything = fc.oneof(plan, json);

const texts = (changes: readonly Change[]) => changes.map(({ kind, path }) => `${kind} ${pathText(path)}`);

describe('the difference of two documents', () => {
  test('makes the one of the other', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        expect(applyChanges(diffJson(before, after), before)).toEqual(after);
      }),
      { numRuns: 2_000 },
    );
  });

  test('makes the one of the other when they have much in common', () => {
    fc.assert(
      fc.property(plan, plan, (before, after) => {
        expect(applyChanges(diffJson(before, after), before)).toEqual(after);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is empty for what says the same, in whatever order of fields', () => {
    fc.assert(
      fc.property(anything, (document) => {
        expect(diffJson(document, turned(document))).toEqual([]);
      }),
    );
  });

  test('backwards undoes it', () => {
    fc.assert(
      fc.property(plan, plan, (before, after) => {
        const there = applyChanges(diffJson(before, after), before);
        expect(applyChanges(diffJson(after, before), there)).toEqual(before);
      }),
    );
  });

  test('leaves the documents as they are', () => {
    fc.assert(
      fc.property(plan, plan, (before, after) => {
        const [was, will] = [JSON.stringify(before), JSON.stringify(after)];
        applyChanges(diffJson(before, after), before);
        expect([JSON.stringify(before), JSON.stringify(after)]).toEqual([was, will]);
      }),
    );
  });
});

describe('things with ids', () => {
  const components: readonly Json[] = [
    { component_id: 'db', rto: 1, targets: { primary: { url: 'a' } } },
    { component_id: 'app', rto: 2 },
    { component_id: 'old', rto: 3 },
  ];
  const before = { components };

  test('are compared with themselves, wherever they stand', () => {
    const after: readonly Json[] = [
      { component_id: 'app', rto: 2 },
      { component_id: 'db', rto: 1, targets: { primary: { url: 'b' } } },
      { component_id: 'new', rto: 4 },
    ];
    const changes = diffJson(before, { components: after });
    expect(texts(changes)).toEqual([
      'changed components[db].targets.primary.url',
      'removed components[old]',
      'added components[new]',
      'reordered components',
    ]);
    expect(changes[0]).toMatchObject({ before: 'a', after: 'b' });
    expect(changes[3]).toMatchObject({ before: ['db', 'app', 'old'], after: ['app', 'db', 'new'] });
  });

  test('may be added to a list that was empty', () => {
    expect(texts(diffJson({ components: [] }, before))).toEqual([
      'added components[db]',
      'added components[app]',
      'added components[old]',
    ]);
  });

  test('are told apart by whatever field tells all of them apart', () => {
    const steps = (rto: number) => [
      { component_id: 'db', procedure_id: 'p', rto },
      { component_id: 'db', procedure_id: 'q', rto: 1 },
    ];
    expect(texts(diffJson(steps(1), steps(2)))).toEqual(['changed [p].rto']);
  });
});

test('lists of other things are compared item by item, and as a whole when one has more', () => {
  expect(texts(diffJson({ steps: ['a', 'b'] }, { steps: ['a', 'c'] }))).toEqual(['changed steps[1]']);
  expect(texts(diffJson({ steps: ['a', 'b'] }, { steps: ['b'] }))).toEqual(['changed steps']);
});

test('a value that is null is not a value that is absent', () => {
  expect(diffJson({ schedule: null }, {})).toEqual([{ kind: 'removed', path: [{ field: 'schedule' }], before: null }]);
  expect(diffJson({}, { schedule: null })).toEqual([{ kind: 'added', path: [{ field: 'schedule' }], after: null }]);
});

test('names that are no plain names are quoted', () => {
  expect(texts(diffJson({ 'a.b': { c: 1 } }, { 'a.b': { c: 2 } }))).toEqual(['changed ["a.b"].c']);
});

/** The same document with the fields of every object in the opposite order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as object)
      .map(([name, item]) => [name, turned(item as Json)] as const)
      .toReversed(),
  );
}
