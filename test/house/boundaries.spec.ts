import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FixtureTree, plantTree } from './fixture-tree.js';

interface Violation {
  readonly rule: string;
  readonly from: string;
}

/** One file for each part of the product, so that every planted arrow has somewhere to point at. */
const PARTS: Record<string, string> = Object.fromEntries(
  [
    ...[
      'domain',
      'api-client',
      'engine',
      'actions',
      'persistence',
      'queue',
      'security',
      'config',
      'embedded',
      'outbound',
      'integrations',
    ].map((x) => `libs/${x}`),
    ...['api', 'worker', 'supervisor'].map((x) => `apps/${x}`),
  ].map((part) => [`${part}/src/thing.ts`, 'export interface Kind { a: 1 }\nexport const thing = 1;\n']),
);

const thingOf = (specifier: string) => `import { thing } from '${specifier}';\nexport const planted = thing;\n`;
const anythingOf = (specifier: string) =>
  `import * as anything from '${specifier}';\nexport const planted = anything;\n`;

/** file → the rule that must refuse it, and what it holds. */
const FORBIDDEN: Record<string, [rule: string, text: string]> = {
  'libs/domain/src/a-package.ts': ['domain-is-pure', anythingOf('typeorm')],
  'libs/domain/src/a-builtin.ts': ['domain-is-pure', anythingOf('node:crypto')],
  'libs/domain/src/a-library.ts': ['libs-domain', thingOf('#engine/thing.js')],
  'libs/domain/src/a-type.ts': ['libs-domain', `export type { Kind } from '#persistence/thing.js';\n`],
  'libs/engine/src/a-package.ts': ['engine-needs-only-events-and-timers', anythingOf('bullmq')],
  'libs/engine/src/a-builtin.ts': ['engine-needs-only-events-and-timers', anythingOf('node:fs')],
  'libs/engine/src/a-library.ts': ['libs-engine', thingOf('#persistence/thing.js')],
  'libs/engine/src/late.ts': ['libs-engine', `export const late = () => import('#actions/thing.js');\n`],
  'libs/actions/src/a-library.ts': ['libs-actions', thingOf('#persistence/thing.js')],
  'libs/persistence/src/queue.ts': ['libs-persistence', thingOf('#queue/thing.js')],
  'libs/persistence/src/actions.ts': ['libs-persistence', thingOf('#actions/thing.js')],
  'libs/persistence/src/security.ts': ['libs-persistence', thingOf('../../security/src/thing.js')],
  'libs/queue/src/a-library.ts': ['libs-queue', thingOf('#persistence/thing.js')],
  'libs/security/src/a-library.ts': ['libs-security', thingOf('#engine/thing.js')],
  'libs/api-client/src/a-library.ts': ['libs-api-client', thingOf('#domain/thing.js')],
  'libs/config/src/a-library.ts': ['libs-config', thingOf('#domain/thing.js')],
  'libs/embedded/src/a-library.ts': ['libs-embedded', thingOf('#config/thing.js')],
  'libs/outbound/src/a-library.ts': ['libs-outbound', thingOf('#actions/thing.js')],
  'libs/integrations/src/a-library.ts': ['libs-integrations', thingOf('#persistence/thing.js')],
  'libs/queue/src/an-app.ts': ['libs-queue', thingOf('../../../apps/worker/src/thing.js')],
  'libs/queue/src/a-library.spec.ts': ['libs-queue', thingOf('#persistence/thing.js')],
  'libs/newcomer/src/thing.ts': ['libs-undeclared', thingOf('#domain/thing.js')],
  'apps/api/src/another-app.ts': ['apps', thingOf('../../worker/src/thing.js')],
  'apps/supervisor/src/another-app.ts': ['apps', thingOf('../../api/src/thing.js')],
  'apps/worker/src/test-support.ts': ['no-tests-in-products', thingOf('../../../test/support/thing.js')],
  'lab/tables.ts': ['lab', thingOf('#persistence/thing.js')],
  'bench/an-app.ts': ['bench', thingOf('../apps/api/src/thing.js')],
  'test/e2e/an-app.spec.ts': ['test', thingOf('../../apps/api/src/thing.js')],
  'libs/queue/src/nowhere.ts': ['no-unresolvable', thingOf('#domain/nowhere.js')],
  'libs/queue/src/a-dev-package.ts': ['no-dev-dependencies-at-run-time', anythingOf('fast-check')],
  'libs/queue/src/tick.ts': ['no-circular', `import { tock } from './tock.js';\nexport const tick = () => tock;\n`],
};

/** The other half of the circle: it is reported once, at one of its two files. */
const TOCK = { 'libs/queue/src/tock.ts': `import { tick } from './tick.js';\nexport const tock = () => tick;\n` };

const ALLOWED: Record<string, string> = {
  'libs/domain/src/other.ts': thingOf('./thing.js'),
  'libs/domain/src/property.spec.ts': anythingOf('fast-check'),
  'libs/engine/src/domain.ts': thingOf('#domain/thing.js'),
  'libs/engine/src/events.ts': anythingOf('node:events'),
  'libs/engine/src/timers.ts': anythingOf('node:timers/promises'),
  'libs/actions/src/engine.ts': thingOf('#engine/thing.js'),
  'libs/actions/src/driver.ts': anythingOf('pg'),
  'libs/actions/src/haproxy.spec.ts': thingOf('../../../test/support/thing.js'),
  'libs/persistence/src/journal.ts': thingOf('#engine/thing.js'),
  'libs/security/src/audit.ts': thingOf('#persistence/thing.js'),
  // Types may look at each other: nothing is loaded in a circle at run time.
  'libs/queue/src/chicken.ts': `import type { Egg } from './egg.js';\nexport interface Chicken { egg: Egg }\n`,
  'libs/queue/src/egg.ts': `import type { Chicken } from './chicken.js';\nexport interface Egg { chicken: Chicken }\n`,
  'apps/api/src/service.ts': thingOf('#security/thing.js'),
  'apps/supervisor/src/start.ts': thingOf('#embedded/thing.js'),
  'lab/sites.ts': thingOf('#embedded/thing.js'),
  'lab/service.ts': thingOf('../apps/supervisor/src/thing.js'),
  'bench/engine.bench.ts': thingOf('#engine/thing.js'),
  'test/support/thing.ts': 'export const thing = 1;\n',
  'test/e2e/supervised.spec.ts': thingOf('../../apps/supervisor/src/thing.js'),
  // A built tree beside the sources must not take their place.
  'dist/libs/domain/src/thing.js': 'export const thing = 1;\n',
};

async function cruise(tree: FixtureTree): Promise<{ code: number; violations: Violation[]; modules: string[] }> {
  const { code, output } = await tree.run(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config=.dependency-cruiser.mjs',
    '--output-type=json',
    'apps',
    'libs',
    'lab',
    'bench',
    'test',
  );
  const report = JSON.parse(output) as {
    modules: { source: string }[];
    summary: { error: number; violations: { rule: { name: string }; from: string }[] };
  };
  return {
    code: code === 0 ? report.summary.error : code,
    violations: report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from })),
    modules: report.modules.map(({ source }) => source),
  };
}

describe('the boundaries between libraries and applications', () => {
  let clean: FixtureTree;
  let planted: FixtureTree;
  let found: Violation[];

  beforeAll(async () => {
    clean = plantTree({ ...PARTS, ...ALLOWED });
    const texts = Object.entries(FORBIDDEN).map(([file, [, text]]) => [file, text] as const);
    planted = plantTree({ ...PARTS, ...ALLOWED, ...TOCK, ...Object.fromEntries(texts) });
    found = (await cruise(planted)).violations;
  });

  afterAll(() => {
    clean.remove();
    planted.remove();
  });

  test.each(Object.entries(FORBIDDEN))('refuse %s', (from, [rule]) => {
    expect(found).toContainEqual({ rule, from });
  });

  test('refuse nothing but what was planted', () => {
    expect(found.map(({ from }) => from).filter((from) => !(from in FORBIDDEN))).toEqual([]);
  });

  test('control: a clean tree passes, and its subpath imports lead to sources', async () => {
    const { code, violations, modules } = await cruise(clean);
    expect(violations).toEqual([]);
    expect(code).toBe(0);
    expect(modules).toContain('libs/domain/src/thing.ts');
    expect(modules.filter((source) => source.startsWith('dist/'))).toEqual([]);
  });
});
