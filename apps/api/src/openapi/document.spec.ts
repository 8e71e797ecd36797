import { describe, expect, test } from '@jest/globals';
import { ERROR_STATUS } from '../errors/error-status.js';
import { openApiDocument } from './document.js';
import { MEANINGS } from './error-meanings.js';
import { openApiPage } from './page.js';

const document = openApiDocument();
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  test('refers only to what it has, and has nothing to which nobody refers', () => {
    const used = new Set(
      [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].map(([, kind, name]) => `${kind}/${name}`),
    );
    const { securitySchemes: _, ...components } = document.components;
    const had = Object.entries(components).flatMap(([kind, all]) => Object.keys(all).map((name) => `${kind}/${name}`));
    expect([...used].filter((name) => !had.includes(name))).toEqual([]);
    // What answers where there is no operation.
    const spare = new Set(['responses/not_found', 'responses/method_not_allowed']);
    expect(had.filter((name) => !used.has(name) && !spare.has(name))).toEqual([]);
  });

  test('has every code, with its status and what it means', () => {
    const described = Object.values(document.components.schemas).flatMap(({ properties, description }) =>
      properties?.['error']?.const === undefined ? [] : [[properties['error'].const, description] as const],
    );
    expect(described.map(([code]) => code)).toEqual([...ERROR_STATUS.keys()]);
    for (const [code, description] of described) {
      expect(description).toMatch(new RegExp(`^${ERROR_STATUS.get(code as string)} ${code as string}: `));
    }
    expect([...ERROR_STATUS.keys()].filter((code) => !(code in MEANINGS))).toEqual([]);
  });

  test('every operation has an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every object that is sent refuses unknown fields', () => {
    const open = Object.entries(document.components.schemas).filter(
      ([name, schema]) => name.endsWith('Request') && schema.type === 'object' && schema.additionalProperties !== false,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  test('the page shows what is in the document, and lets none of it become markup', () => {
    const evil = '<script>alert("&")</script>';
    const page = openApiPage({ ...document, info: { ...document.info, title: evil, description: evil } });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
  });
});
