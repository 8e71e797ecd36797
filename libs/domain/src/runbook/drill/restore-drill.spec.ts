import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TestScenario } from '../../dr-test/dr-test.js';
import type { JsonObject } from '../../json.js';
import type { Backup, Component, PlanDocument } from '../../plan/plan-document.js';
import { component, pinned, shop } from '../../testing/plans.js';
import { compileTest, testFaults } from '../compile-test.js';
import type { Runbook, RunbookStep } from '../runbook.js';
import { drillFaults, guardDrill, UnsafeDrillError } from './drill-guard.js';

/** Written out once more: what the code says of itself proves nothing. */
const MAY = [
  'backup.restic_restore',
  'backup.pgbackrest_restore',
  'backup.start',
  'backup.promote',
  'backup.measure_loss',
  'backup.verify_data',
  'backup.check_pages',
  'backup.remove',
];
const MUST_NOT = [
  'postgres.promote',
  'postgres.fence',
  'postgres.rejoin',
  'postgres.synchronous',
  'postgres.verify_writable',
  'haproxy.switch',
  'dns.update',
  'http',
  'command',
  'ssh',
  'manual',
  'wait',
  'acme.anything',
  'backup.service_restore',
];

const restic = (path: string): Backup => ({
  driver: 'restic',
  repository: 'secret://repository',
  password: 'secret://password',
  path,
});

function withBackup(id: string, backup: Backup, directory: string): Component {
  return component(id, {
    backup,
    targets: {
      primary: { driver: 'postgres', url: `secret://${id}-primary` },
      secondary: { driver: 'postgres', url: `postgres://${id}.vancouver.example/shop` },
      restore: { directory, bin: '/usr/lib/postgresql/15/bin' },
    },
  });
}

const planOf = (...components: readonly Component[]): PlanDocument => ({ ...shop(), components });

const scenario = (components: readonly string[]): TestScenario => ({
  scenario_id: 's',
  name: 's',
  description: '',
  components,
  expected_outcome: 'successful_failover',
});

const compile = (document: PlanDocument, cleanUp = true): Runbook =>
  compileTest(pinned(document), {
    scenarios: [scenario(document.components.map((one) => one.component_id))],
    cleanUp,
    timeoutMs: 60_000,
    restore: true,
  });

const name = fc.constantFrom('srv', 'var', 'lib', 'pg', 'drill', 'a');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
/** The same place, written in another way. */
const disguised = fc.tuple(path, fc.nat(3)).map(([plain, how]) => {
  const parts = plain.slice(1).split('/');
  return [
    plain,
    `//${parts.join('//')}`,
    `/./${parts.join('/./')}`,
    `/${parts.map((part) => `other/../${part}`).join('/')}`,
  ][how]!;
});

/** An oracle that shares nothing with the code: by Node's own idea of a path. */
function collide(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => `${posix.normalize(text).replace(/\/+/g, '/').replace(/\/$/, '')}/`);
  return a!.startsWith(b!) || b!.startsWith(a!);
}

describe('a restore drill', () => {
  it('works nowhere that any plan names as production, however that is written', () => {
    fc.assert(
      fc.property(disguised, disguised, disguised, disguised, (directory, data, hook, others) => {
        const own = withBackup('comp_db', restic(data), directory);
        const stop = { action: 'command', with: { program: '/usr/bin/x', arguments: [`--pgdata=${hook}`] } };
        const primary = {
          driver: 'postgres' as const,
          url: 'secret://comp_db-primary',
          control: { slot: 's', stop, start: stop, rewind: stop },
        };
        const document = planOf({ ...own, targets: { ...own.targets, primary } });
        const other = planOf(withBackup('comp_other', restic(others), '/elsewhere/drills'));
        const hits = [data, hook, others, '/usr/bin/x'].filter((place) => collide(directory, place));
        const faults = drillFaults(document, [other]);
        expect(faults.length > 0).toBe(hits.length > 0);
        const guarded = (): void => {
          guardDrill(compile(document), document, { others: [other], restore: true });
        };
        if (hits.length > 0) expect(guarded).toThrow(UnsafeDrillError);
        else guarded();
      }),
      { numRuns: 500 },
    );
  });

  it('does nothing but what is done to its own directory, promotes nothing else and moves no authority', () => {
    const backups = fc.oneof(
      path.map(restic),
      fc.constant<Backup>({
        driver: 'pgbackrest',
        stanza: 'shop',
        env: { PGBACKREST_REPO1_CIPHER_PASS: 'secret://c' },
      }),
    );
    fc.assert(
      fc.property(fc.array(backups, { minLength: 1, maxLength: 4 }), fc.boolean(), (all, cleanUp) => {
        const document = planOf(...all.map((backup, index) => withBackup(`c${index}`, backup, `/own/drills`)));
        const { steps, direction, kind } = compile(document, cleanUp);
        expect({ kind, direction }).toEqual({ kind: 'test', direction: null });
        const places = steps.map(({ inputs }) => JSON.stringify([inputs['directory'], inputs['name']]));
        // No two components meet in one directory.
        expect(new Set(places).size).toBe(all.length);
        for (const step of steps) {
          expect(MAY).toContain(step.action);
          expect(step.pointOfNoReturn).toBe(false);
          expect(step.inputs['directory']).toBe('/own/drills');
          expect(step.policy.onFailure).toBe(step.phase === 'cleanup' ? 'pause' : 'continue');
        }
        expect(JSON.stringify(steps)).not.toMatch(/-primary|vancouver\.example/);
        expect(steps.filter(({ action }) => action === 'backup.remove')).toHaveLength(cleanUp ? all.length : 0);
      }),
    );
  });

  it('is refused whatever else gets into its runbook', () => {
    const document = planOf(withBackup('comp_db', restic('/var/lib/postgresql/15/main'), '/srv/drills'));
    const other = planOf(withBackup('comp_other', restic('/data/other'), '/elsewhere/drills'));
    const clean = compile(document);
    const guard = { others: [other], restore: true };
    expect(() => guardDrill(clean, document, guard)).not.toThrow();
    const address = fc.constantFrom(
      'secret://comp_db-primary',
      'secret://comp_other-primary',
      'postgres://x@comp_db.vancouver.example:5432/other',
      'postgres://COMP_OTHER.vancouver.example/',
      'tcp://127.0.0.1:9999',
    );
    const inputs = fc.oneof(
      fc.dictionary(fc.string(), fc.string()).map((some): JsonObject => some),
      address.map((url): JsonObject => ({ url })),
      address.map((url): JsonObject => ({ deep: [{ er: `x ${url} y` }] })),
    );
    const alien = (action: string, given: JsonObject): RunbookStep => ({
      ...clean.steps[0]!,
      id: 'alien',
      action,
      inputs: given,
    });
    const withStep = (step: RunbookStep, at: number): Runbook => {
      const steps = [...clean.steps];
      steps.splice(at % (steps.length + 1), 0, step);
      return { ...clean, steps };
    };
    fc.assert(
      fc.property(fc.constantFrom(...MUST_NOT), inputs, fc.nat(), (action, given, at) => {
        expect(() => guardDrill(withStep(alien(action, given), at), document, guard)).toThrow(UnsafeDrillError);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MAY), address, fc.nat(), (action, url, at) => {
        const step = alien(action, { directory: '/srv/drills', repository: `x ${url}` });
        expect(() => guardDrill(withStep(step, at), document, guard)).toThrow(UnsafeDrillError);
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...MAY),
        fc.constantFrom('/data/other', '/data', '/var/lib/postgresql/15/main/x'),
        (action, directory) => {
          expect(() => guardDrill(withStep(alien(action, { directory }), 0), document, guard)).toThrow(
            UnsafeDrillError,
          );
        },
      ),
    );
  });

  it('needs a backup that it can restore itself, and a place for it', () => {
    const whole = withBackup('a', restic('/data'), '/srv/drills');
    const service: Backup = { driver: 'service', url: 'http://backup.example', resource: 'shop' };
    const { backup: _, ...without } = whole;
    const document = planOf(
      { ...without, component_id: 'a' },
      { ...whole, component_id: 'b', targets: {} },
      { ...whole, component_id: 'c', backup: service },
    );
    const issues = testFaults({ document, mode: 'live' }, [scenario(['a', 'b', 'c'])], true);
    expect(issues.map(({ issue }) => issue)).toEqual([
      expect.stringContaining('a has no backup'),
      expect.stringContaining('b has no targets.restore'),
      expect.stringContaining('c is backed up by the Backup Service'),
    ]);
  });
});

describe('any drill', () => {
  it("is kept away from every other plan's production as from its own", () => {
    const drilled = component('comp_db', {
      recovery_procedures: ['database_failover'],
      targets: {
        primary: { driver: 'postgres', url: 'secret://own' },
        secondary: { driver: 'postgres', url: 'secret://own-standby' },
        drill: { driver: 'postgres', url: 'postgres://db.toronto.example/shop' },
      },
    });
    const document = planOf(drilled);
    const other = planOf(
      component('comp_other', {
        targets: { primary: { driver: 'postgres', url: 'postgres://DB.toronto.example:5432/x' } },
      }),
    );
    expect(drillFaults(document)).toEqual([]);
    expect(drillFaults(document, [other])).toMatchObject([{ field: 'components[0].targets.drill.url' }]);
    const runbook = compileTest(pinned(document), { scenarios: [scenario(['comp_db'])], cleanUp: false, timeoutMs: 1 });
    expect(() => guardDrill(runbook, document)).not.toThrow();
    expect(() => guardDrill(runbook, document, { others: [other] })).toThrow(UnsafeDrillError);
  });
});
