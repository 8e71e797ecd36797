import { describe, expect, test } from '@jest/globals';
import type { PlanRecord } from '#persistence/records.js';
import { expectedVersions, knows, planTag, requiredVersions } from './entity-tag.js';

const plan = { version: 3, status: 'active', activeSite: 'primary', lastTested: null, nextTest: null } as PlanRecord;
const tag = planTag(plan);

describe('the tag of a plan', () => {
  test('is strong, begins with the version, and changes with what is shown beside the document', () => {
    expect(tag).toMatch(/^"3-[0-9a-f]{12}"$/);
    const others = [{ version: 4 }, { status: 'archived' }, { activeSite: 'secondary' }, { lastTested: new Date(0) }];
    for (const change of others) expect(planTag({ ...plan, ...change } as PlanRecord)).not.toBe(tag);
  });
});

describe('If-Match', () => {
  test.each([
    [tag, [3]],
    ['"3"', [3]],
    ['"3", "4-00ff"', [3, 4]],
    ['*', null],
    ['W/"3"', []],
    ['3', []],
    ['"three"', []],
    ['"99999999999999"', []],
    ['"0"', []],
  ])('%s allows the versions %j', (header, versions) => {
    expect(expectedVersions(header)).toEqual(versions);
  });

  test('is required', () => {
    for (const header of [undefined, '', ' ']) {
      expect(() => requiredVersions(header)).toThrow(expect.objectContaining({ code: 'precondition_required' }));
    }
  });
});

test('If-None-Match is known by the whole tag, weak or strong, alone or among others', () => {
  for (const header of [tag, `W/${tag}`, `"2", ${tag}`, '*']) expect(knows(header, tag)).toBe(true);
  for (const header of [undefined, '', '"3"', tag.slice(1, -1)]) expect(knows(header, tag)).toBe(false);
});
