import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../json.js';
import { fillStepReferences } from './step-references.js';
import { fillTemplate, TemplateError } from './template.js';

const anyJson = fc.jsonValue().map((value) => value as Json);

describe('filling a template', () => {
  const known: JsonObject = { id: 'b_1', count: 3, list: [1, 2], nothing: null, tricky: '{{id}} $& $1' };
  const fill = (value: JsonObject): JsonObject => fillTemplate(value, (path) => known[path]);

  it('a lone placeholder takes the value with its type, inside text it becomes text', () => {
    expect(fill({ a: '{{count}}', b: '{{ list }}', c: '{{nothing}}', d: 'x={{count}}&y={{id}}&z={{list}}' })).toEqual({
      a: 3,
      b: [1, 2],
      c: null,
      d: 'x=3&y=b_1&z=[1,2]',
    });
  });

  it('goes as deep as the document, and leaves keys alone', () => {
    expect(fill({ a: [{ '{{id}}': ['{{id}}'] }] })).toEqual({ a: [{ '{{id}}': ['b_1'] }] });
  });

  it('does not fill what it has filled in', () => {
    expect(fill({ a: '{{tricky}}', b: '<{{tricky}}>' })).toEqual({ a: '{{id}} $& $1', b: '<{{id}} $& $1>' });
  });

  it('refuses what is not known', () => {
    expect(() => fill({ a: ['x {{unknown.thing}}'] })).toThrow(TemplateError);
  });

  it('leaves a document without placeholders as it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (document) => {
        fc.pre(!JSON.stringify(document).includes('{{'));
        expect(fill(document)).toEqual(document);
      }),
    );
  });
});

describe('references to earlier steps', () => {
  const results: Readonly<Record<string, { readonly output: JsonObject | null }>> = {
    'comp_db.fence': { output: { lsn: '0/1', at: { x: 1 } } },
    skipped: { output: null },
  };
  const fill = (value: string): unknown => fillStepReferences({ value }, (id) => results[id] ?? null)['value'];

  it('are filled from outputs; ids of steps may hold dots', () => {
    expect(fill('{{steps.comp_db.fence.output.lsn}}')).toBe('0/1');
    expect(fill('{{steps.comp_db.fence.output.at}}')).toEqual({ x: 1 });
  });

  it('are null when the step left nothing behind', () => {
    expect(fill('{{steps.skipped.output.lsn}}')).toBeNull();
  });

  it.each([
    '{{steps.nobody.output.lsn}}',
    '{{steps.comp_db.fence.output.other}}',
    '{{steps.comp_db.fence.output.toString}}',
    '{{steps.comp_db.fence.status}}',
    '{{parameters.backup_id}}',
  ])('%s is refused', (value) => {
    expect(() => fill(value)).toThrow(TemplateError);
  });
});
