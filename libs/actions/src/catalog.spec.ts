import { afterAll, describe, expect, it } from '@jest/globals';
import { UnknownActionError } from '#engine/errors.js';
import { PROMPT_MS, contextFor, testActions, timed } from './testing/context.js';
import { createTabletopCatalog } from './tabletop/tabletop-catalog.js';

describe('the catalogue', () => {
  const actions = testActions();
  afterAll(() => actions.catalog.close());

  it('has every action under its name', () => {
    expect([...actions.catalog.names].sort()).toEqual([
      'backup.check_pages',
      'backup.measure_loss',
      'backup.pgbackrest_restore',
      'backup.promote',
      'backup.remove',
      'backup.restic_restore',
      'backup.service_restore',
      'backup.start',
      'backup.verify_data',
      'command',
      'dns.check',
      'dns.update',
      'haproxy.server',
      'haproxy.switch',
      'health.http',
      'health.postgres',
      'health.tcp',
      'http',
      'manual',
      'postgres.check',
      'postgres.fence',
      'postgres.measure_loss',
      'postgres.promote',
      'postgres.rejoin',
      'postgres.synchronous',
      'postgres.verify_writable',
      'postgres.wait_replay',
      'ssh',
      'wait',
    ]);
    for (const name of actions.catalog.names) expect(actions.catalog.get(name).name).toBe(name);
  });

  it('knows no others', () => {
    expect(actions.catalog.has('rm')).toBe(false);
    expect(() => actions.catalog.get('rm')).toThrow(UnknownActionError);
  });

  it('names every wrong field, and no value', () => {
    const parse = () =>
      actions.catalog.get('haproxy.switch').parse({
        address: 'ftp://hunter2',
        backend: 'app; disable frontend front',
        activate: 'a\nb',
        deactivate: null,
        weight: 3,
      });
    let error: unknown;
    try {
      parse();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'invalid_input' });
    const { issues } = error as { issues: string[] };
    const fields = issues.map((issue) => issue.slice(0, issue.indexOf(':')));
    expect(new Set(fields)).toEqual(new Set(['activate', 'address', 'backend', 'weight']));
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('refuses a request with both a text and a JSON body', () => {
    const inputs = { method: 'POST', url: 'http://127.0.0.1/', body: 'x', json: {} };
    expect(() => actions.catalog.get('http').parse(inputs)).toThrow('body and json exclude each other');
    const nested = { method: 'POST', url: 'http://127.0.0.1/', undo: { method: 'GET', url: 'gopher://x' } };
    expect(() => actions.catalog.get('http').parse(nested)).toThrow('undo.url');
  });

  it('hands a task to a person', async () => {
    const manual = actions.catalog.get('manual');
    const inputs = manual.parse({ task: 'Call the duty manager' });
    expect(await manual.apply(inputs, contextFor('manual'))).toEqual({
      waitFor: 'person',
      task: 'Call the duty manager',
    });
  });

  it('waits, and stops waiting when told to', async () => {
    expect(await actions.run('wait', { seconds: 0.02 })).toEqual({ waited_ms: expect.any(Number) });
    const stopped = await timed(actions.run('wait', { seconds: 60 }, { signal: AbortSignal.timeout(20) }));
    expect(stopped.error).toMatchObject({ code: 'action_aborted' });
    expect(stopped.ms).toBeLessThan(PROMPT_MS);
  });
});

describe('the catalogue of walk-throughs', () => {
  it('has every action and does nothing', async () => {
    const tabletop = createTabletopCatalog();
    expect(tabletop.has('anything')).toBe(true);
    const promote = tabletop.get('postgres.promote');
    const inputs = promote.parse({ url: 'postgres://127.0.0.1:1/' });
    const context = contextFor('postgres.promote');
    const note = { simulated: true, note: 'walk-through only: nothing was done' };
    expect(await promote.apply(inputs, context)).toEqual(note);
    expect(await promote.undo?.(inputs, context)).toEqual(note);
    expect(await promote.probe(inputs, context)).toEqual({ answer: 'not_done' });
  });
});
