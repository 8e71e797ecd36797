import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { FileJournal } from '#file-journal/file-journal.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { Drctl, drctl, optionsOf, type DrctlResult } from '../support/drctl.js';
import { effectPlan, type EffectStep } from '../support/effect-plan.js';
import { describeIf } from '../support/requirements.js';
import { Witness } from '../support/witness.js';

/** For a machine that has much else to do. */
const DEADLINE_MS = 180_000;
jest.setTimeout(DEADLINE_MS);
const DEAD = '--i-declare-the-service-dead';

let service: IsolatedService;
let folder: string;
let witness: Witness;
const file = (name: string): string => join(folder, name);
const journal = (): string => file('journal');

beforeAll(async () => {
  service = await startIsolatedService();
}, DEADLINE_MS);
afterAll(() => service?.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dr-drctl-'));
  witness = await Witness.start();
});
afterEach(async () => {
  await witness.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Exports a plan of these steps; its bundle does not say where the service can be asked. */
async function exported(steps: readonly (EffectStep | string)[], request: object = {}): Promise<void> {
  const { plan_id } = await service.call<{ plan_id: string }>('POST', '/plans', effectPlan(witness, steps));
  const bundle = await service.call('POST', `/plans/${plan_id}/bundle`, { secrets: 'none', ...request });
  await writeFile(file('bundle.json'), JSON.stringify(bundle));
  await writeFile(file('key.json'), JSON.stringify(await service.call('GET', '/bundle-key')));
}

const command = (...more: readonly string[]): readonly string[] => [
  'run',
  file('bundle.json'),
  ...optionsOf({ key: file('key.json'), type: 'unplanned', reason: 'a test', by: 'ann', journal: journal() }),
  ...more,
];
const run = (...more: readonly string[]): Promise<DrctlResult> => drctl(...command(DEAD, ...more));
const say = (verb: string, ...words: readonly string[]): Promise<DrctlResult> =>
  drctl(verb, ...words, '--journal', journal(), '--by', 'bob', '--comment', 'I looked');
const effects = (): Record<string, number> => Object.fromEntries(witness.effects);
/** Of the step that stands at this place in the plan. */
const stepId = (index: number): string => FileJournal.open(journal()).execution.runbook.steps[index]!.id;

test('a task waits for a person, is confirmed from another shell, and the same command goes on', async () => {
  await exported([{ name: 'a' }, 'Call the duty manager', { name: 'b' }]);
  let waiting = await run();
  while (waiting.code === 3 && Object.keys(effects()).length === 0) {
    // In a plan with tasks, a person also approves the first action.
    expect(waiting.output).toContain('waits for a person');
    const open = [...FileJournal.open(journal()).state().steps.values()].find(({ status }) => status === 'waiting')!;
    expect(await say('confirm', open.id)).toMatchObject({ code: 0 });
    waiting = await run();
  }
  expect(waiting).toMatchObject({ code: 3, output: expect.stringContaining('Call the duty manager') });
  expect(effects()).toEqual({ a: 1 });
  expect(await run()).toMatchObject({ code: 3 });
  expect(await drctl('status', '--journal', journal())).toMatchObject({ code: 3 });

  const task = [...FileJournal.open(journal()).state().steps.values()].find(({ status }) => status === 'waiting')!;
  expect(await say('confirm', 'nowhere')).toMatchObject({
    code: 1,
    output: expect.stringContaining('no step nowhere'),
  });
  expect(await say('confirm', task.id)).toMatchObject({ code: 0, output: expect.stringContaining('Nobody drives') });
  expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('result     completed') });
  expect(effects()).toEqual({ a: 1, b: 1 });
  const confirmed = FileJournal.open(journal())
    .records()
    .filter(({ entry }) => entry.type === 'step_confirmed');
  expect(confirmed.at(-1)!.entry).toMatchObject({ by: 'bob', comment: 'I looked' });
});

test('a failed step is retried or skipped; what was skipped is no plain success', async () => {
  await exported([{ name: 'a' }, { name: 'b', on_failure: 'pause', timeout: 1 }, { name: 'c' }]);
  witness.holdNext('b', 'before');
  const failed = await run();
  expect(failed).toMatchObject({ code: 3, output: expect.stringContaining('FAILED') });
  expect(await drctl('skip', stepId(1), '--journal', journal(), '--by', 'bob')).toMatchObject({ code: 2 });
  witness.holdNext('b', 'before');
  expect(await say('retry', stepId(1))).toMatchObject({ code: 0 });
  expect(await run()).toMatchObject({ code: 3 });
  expect(await say('skip', stepId(1))).toMatchObject({ code: 0 });
  expect(await run()).toMatchObject({ code: 4, output: expect.stringContaining('completed with exceptions') });
  expect(effects()).toEqual({ a: 1, c: 1 });
});

test('from another shell nobody else can drive, but a cancel reaches the one that does, which undoes what was done', async () => {
  await exported([{ name: 'a', undo: true }, { name: 'b' }]);
  witness.holdNext('b', 'before');
  const driving = Drctl.start(command(DEAD));
  await waitUntil(() => witness.isHolding('b'), { what: 'b is being done', deadlineMs: 60_000 });
  expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('is being driven by drctl') });
  expect(await say('cancel')).toMatchObject({ code: 0, output: expect.stringContaining('Told drctl:') });
  expect(await driving.result()).toMatchObject({ code: 1, output: expect.stringContaining('rolled back') });
  expect(effects()).toEqual({ a: 1, 'undo-a': 1 });
});

test('killed while a step that can not be looked at is under way, it asks and does not do it again', async () => {
  await exported([{ name: 'a' }, { name: 'b', probe: false }, { name: 'c' }]);
  witness.holdNext('b', 'after');
  const driving = Drctl.start(command(DEAD));
  await waitUntil(() => witness.isHolding('b'), { what: 'b is being done', deadlineMs: 60_000 });
  await driving.kill();
  expect(await run()).toMatchObject({ code: 3, output: expect.stringContaining('IN DOUBT') });
  expect(effects()).toEqual({ a: 1, b: 1 });
  await say('skip', stepId(1));
  expect(await run()).toMatchObject({ code: 4 });
  expect(effects()).toEqual({ a: 1, b: 1, c: 1 });
});

test('stopped by a signal it hands over, and the same command goes on', async () => {
  await exported([{ name: 'a' }, { name: 'b' }]);
  witness.holdNext('b', 'after');
  const driving = Drctl.start(command(DEAD));
  await waitUntil(() => witness.isHolding('b'), { what: 'b is being done', deadlineMs: 60_000 });
  const stopped = driving.kill('SIGTERM');
  // Within the grace, the step may still end.
  witness.releaseHeld();
  expect(await stopped).toMatchObject({ code: 1, output: expect.stringContaining('The same command goes on') });
  expect(await run()).toMatchObject({ code: 0 });
  expect(effects()).toEqual({ a: 1, b: 1 });
});

test('nothing begins with a bundle that is not to be believed, has expired, or is another one', async () => {
  await exported([{ name: 'a' }], { expires_in_days: 1, service_url: 'http://127.0.0.1:1' });
  const bundle = JSON.parse(await readFile(file('bundle.json'), 'utf8')) as Record<string, unknown>;
  expect(await drctl(...command())).toMatchObject({ code: 2, output: expect.stringContaining('split brain') });
  expect(await run('--epoch', 'x')).toMatchObject({ code: 2 });
  expect(await drctl('run', file('bundle.json'))).toMatchObject({ code: 2 });
  expect(await drctl('bundle', 'verify', file('bundle.json'), '--key', file('key.json'))).toMatchObject({
    code: 0,
    output: expect.stringContaining('The signature is good'),
  });
  await writeFile(file('bundle.json'), JSON.stringify({ ...bundle, expires_at: '2999-01-01T00:00:00.000Z' }));
  const tampered = { code: 1, output: expect.stringContaining('changed after it was signed') };
  expect(await run()).toMatchObject(tampered);
  expect(await drctl('bundle', 'verify', file('bundle.json'), '--key', file('key.json'))).toMatchObject(tampered);
  expect(await drctl('bundle', 'show', file('bundle.json'))).toMatchObject({
    code: 0,
    output: expect.stringContaining('NOT verified'),
  });
  expect(effects()).toEqual({});

  await writeFile(file('bundle.json'), JSON.stringify(bundle));
  expect(await run('--epoch', '5000000')).toMatchObject({ code: 0 });
  expect(FileJournal.open(journal()).records().at(-1)!.epoch).toBe(5_000_000);
  await exported([{ name: 'other' }]);
  expect(await run()).toMatchObject({ code: 2, output: expect.stringContaining('of another bundle') });
  expect(effects()).toEqual({ a: 1 });
});

describeIf('script', 'at a terminal', (script) => {
  const TASK = 'confirm | skip <comment>, or leave:';
  const DOUBT = 'confirm | retry | skip <comment>, or leave:';
  const FAILED = 'retry | skip <comment>, or leave:';

  test('it asks about what is in doubt and what has failed, and goes on with the answers', async () => {
    await exported([{ name: 'a', probe: false }, { name: 'b' }]);
    witness.holdNext('a', 'after');
    witness.refuseNext('b', 1);
    const killed = Drctl.start(command(DEAD));
    await waitUntil(() => witness.isHolding('a'), { what: 'a is being done' });
    await killed.kill();

    const asking = Drctl.atTerminal(script, command(DEAD));
    await asking.answer(DOUBT, 'confirm the witness has it');
    await asking.answer(FAILED, 'retry');
    await asking.answer(FAILED, 'retry it was too early');
    expect(await asking.result()).toMatchObject({ code: 4 });
    expect(effects()).toEqual({ a: 1, b: 1 });
  });

  test('it asks about tasks, and leaves them when told to', async () => {
    await exported([{ name: 'a' }, 'Call the duty manager']);
    const asking = Drctl.atTerminal(script, command(DEAD));
    await asking.answer(TASK, 'whatever');
    await asking.answer(TASK, 'confirm');
    await asking.answer(TASK, 'leave');
    expect(await asking.result()).toMatchObject({ code: 3 });
    expect(effects()).toEqual({ a: 1 });
  });
});
