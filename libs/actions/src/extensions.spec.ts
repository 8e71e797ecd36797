import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExtensionError, loadExtensions } from './extensions.js';

const METHODS =
  'parse: (x) => x, probe: async () => ({ answer: "not_done" }), apply: async () => ({}), verify: async () => ({})';

describe("packages of the users' own actions", () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'extensions-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const file = async (text: string): Promise<string> => {
    const path = join(folder, `package-${++count}.mjs`);
    await writeFile(path, text);
    return path;
  };

  it('brings the actions that a package exports', async () => {
    const gate = await file(`export const actions = [{ name: 'acme.open_gate', ${METHODS} }]`);
    const sirens = await file(
      `export const actions = [{ name: 'acme.sirens.on', ${METHODS}, undo: async () => ({}) }]`,
    );
    expect((await loadExtensions([gate, sirens])).map(({ name }) => name)).toEqual([
      'acme.open_gate',
      'acme.sirens.on',
    ]);
    expect(await loadExtensions([])).toEqual([]);
  });

  it('knows of an action that it only looks when the package says so', async () => {
    const path = await file(
      `export const actions = [{ name: 'acme.is_open', onlyLooks: true, ${METHODS} }, { name: 'acme.open', ${METHODS} }]`,
    );
    expect((await loadExtensions([path])).map(({ onlyLooks }) => onlyLooks)).toEqual([true, undefined]);
  });

  it.each([
    ['throw new Error("out of order")', 'can not be imported: out of order'],
    ['export default []', 'has no list named `actions` among its exports'],
    [
      `export const actions = [{ name: 'open_gate', ${METHODS} }]`,
      'names an action "open_gate" instead of prefix.name',
    ],
    [`export const actions = [{ name: 'postgres.stop', ${METHODS} }]`, 'names an action "postgres.stop"'],
    [`export const actions = [null]`, 'names an action undefined'],
    [`export const actions = [{ name: 'acme.gate', apply: () => {} }]`, 'without parse, probe, verify'],
    [`export const actions = [{ name: 'acme.gate', ${METHODS}, undo: true }]`, 'whose undo is not a function'],
    [`export const actions = [{ name: 'acme.gate', ${METHODS}, onlyLooks: 1 }]`, 'whose onlyLooks is something else'],
    [
      `export const actions = [{ name: 'acme.gate', ${METHODS} }, { name: 'acme.gate', ${METHODS} }]`,
      'has another action of the name acme.gate',
    ],
  ])('refuses %s', async (text, why) => {
    const path = await file(text);
    await expect(loadExtensions([path])).rejects.toThrow(ExtensionError);
    await expect(loadExtensions([path])).rejects.toThrow(why);
  });

  it('takes whatever it throws at inputs for a fault of the inputs', async () => {
    const path = await file(
      `export const actions = [{ name: 'acme.gate', ${METHODS.replace('(x) => x', '() => { throw new TypeError("gate: is missing") }')} }]`,
    );
    const [action] = await loadExtensions([path]);
    expect(() => action!.parse({})).toThrow(
      expect.objectContaining({ code: 'invalid_input', issues: ['gate: is missing'] }) as unknown as Error,
    );
  });

  it('refuses a package that is not installed', async () => {
    await expect(loadExtensions(['@acme/nowhere'])).rejects.toThrow(/@acme\/nowhere can not be imported/);
  });
});
