import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FixtureTree, plantTree } from './fixture-tree.js';

const readsEnvironment = 'export const port = process.env.PORT;\n';
const logs = `console.log('started');\n`;
const floats = 'async function work() {}\nwork();\n';

/** file → the rule that must refuse it, and what it holds. */
const FORBIDDEN: Record<string, [rule: string, text: string]> = {
  'libs/domain/src/environment.ts': ['no-process-env', readsEnvironment],
  'libs/persistence/src/environment.ts': ['no-process-env', `export const port = process['env']['PORT'];\n`],
  'libs/queue/src/environment.ts': ['no-restricted-imports', `export { env } from 'node:process';\n`],
  'apps/api/src/environment.ts': ['no-process-env', readsEnvironment],
  'apps/worker/src/environment.ts': ['no-process-env', readsEnvironment],
  'libs/engine/src/log.ts': ['no-console', logs],
  'apps/worker/src/log.ts': ['no-console', logs],
  'libs/engine/src/floating.ts': ['no-floating-promises', floats],
  'libs/engine/src/misused.ts': [
    'no-misused-promises',
    `[1].forEach(async () => {});\nif (Promise.resolve(true)) {}\n`,
  ],
  'libs/engine/src/thenable.ts': ['await-thenable', 'export const one = async () => { await 1; };\n'],
  'libs/engine/src/any.ts': ['no-explicit-any', 'export const one = (x: any): unknown => x;\n'],
  'apps/worker/src/limit.ts': [
    'no-restricted-properties',
    'export const limit = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(1)]);\n',
  ],
  'libs/engine/src/switch.ts': [
    'switch-exhaustiveness-check',
    `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n`,
  ],
  'libs/engine/src/only.spec.ts': [
    'no-focused-tests',
    `import { test } from '@jest/globals';\ntest.only('x', () => {});\n`,
  ],
};

const ALLOWED: Record<string, string> = {
  'libs/config/src/environment.ts': readsEnvironment,
  'libs/domain/src/environment.spec.ts': readsEnvironment,
  'apps/supervisor/src/environment.ts': readsEnvironment + logs,
  'lab/environment.ts': readsEnvironment + logs,
  'bench/environment.ts': readsEnvironment,
  // A class that Nest injects stays a value import, though only the constructor's type names it.
  'apps/api/src/clock.ts': 'export class Clock {}\n',
  'apps/api/src/controller.ts': [
    `import { Injectable } from '@nestjs/common';`,
    `import { Clock } from './clock.js';`,
    '@Injectable()',
    'export class Controller {',
    '  constructor(readonly clock: Clock) {}',
    '}\n',
  ].join('\n'),
};

/** As scripts/check.mjs runs it; nested configurations are off, as packages bring theirs along. */
const FLAGS = ['--type-aware', '--deny-warnings', '--disable-nested-config'];

async function lint(tree: FixtureTree): Promise<{ code: number; found: { rule: string; from: string }[] }> {
  const { code, output } = await tree.run('oxlint/bin/oxlint', ...FLAGS, '--format=json');
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
  return {
    code,
    found: diagnostics.map((each) => ({ rule: /\((.+)\)$/.exec(each.code)?.[1] ?? each.code, from: each.filename })),
  };
}

describe('the linter', () => {
  let clean: FixtureTree;
  let planted: FixtureTree;
  let found: { rule: string; from: string }[];

  beforeAll(async () => {
    clean = plantTree(ALLOWED);
    planted = plantTree({
      ...ALLOWED,
      ...Object.fromEntries(Object.entries(FORBIDDEN).map(([file, [, text]]) => [file, text] as const)),
    });
    found = (await lint(planted)).found;
  });

  afterAll(() => {
    clean.remove();
    planted.remove();
  });

  test.each(Object.entries(FORBIDDEN))('refuses %s', (from, [rule]) => {
    expect(found).toContainEqual({ rule, from });
  });

  test('control: a clean tree passes', async () => {
    expect(await lint(clean)).toEqual({ code: 0, found: [] });
  });
});
