import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from '#api-client/body.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIsolatedService, type IsolatedService } from '../../lab/service/isolated-service.js';
import { effectPlan, failoverRequest } from '../support/effect-plan.js';
import { startFailover, untilStatus } from '../support/executions.js';
import { Witness } from '../support/witness.js';

/** An administrator's package, as docs/actions.md describes one: it leaves a file behind. */
const PACKAGE = `
import { access, writeFile } from 'node:fs/promises';
export const actions = [{
  name: 'acme.open_gate',
  parse: (inputs) => {
    if (typeof inputs.mark !== 'string') throw new Error('mark: must be a text');
    return inputs;
  },
  probe: ({ mark }) => access(mark).then(() => ({ answer: 'done', output: {} }), () => ({ answer: 'not_done' })),
  apply: async ({ mark }, { epoch }) => { await writeFile(mark, String(epoch)); return { epoch }; },
  verify: async ({ mark }) => { await access(mark); return { open: true }; },
}];
`;

describe('actions that an administrator adds', () => {
  let folder: string;
  let service: IsolatedService;
  let witness: Witness;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'own-actions-'));
    const file = join(folder, 'gate.mjs');
    program = join(folder, 'open-gate');
    await writeFile(file, PACKAGE);
    await writeFile(program, '#!/bin/sh\necho "{\\"for\\":\\"$DR_EXECUTION_ID\\"}"\n', { mode: 0o755 });
    service = await startIsolatedService({ ACTION_PACKAGES: file, COMMAND_ALLOW: program });
    witness = await Witness.start();
  });
  afterAll(async () => {
    await witness.stop();
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The steps, behind an effect that somebody outside has seen. */
  function planWith(...steps: Body<'ActionStepRequest'>[]): Body<'PlanRequest'> {
    const plan = effectPlan(witness, [{ name: 'before' }]);
    plan.recovery_procedures![0]!.steps.push(...steps);
    return plan;
  }

  it('are steps like all others: programs that are listed, and packages', async () => {
    const mark = join(folder, 'mark');
    const plan = planWith(
      { name: 'gate', action: 'acme.open_gate', with: { mark } },
      { name: 'program', action: 'command', with: { program, expect: { json: true } } },
    );
    const id = await startFailover(service, plan, failoverRequest());
    const { steps } = await untilStatus(service, id, 'completed');
    const [, gate, ran] = steps as readonly { output?: unknown }[];
    expect(gate!.output).toEqual({ epoch: expect.any(Number) as unknown, open: true });
    expect(ran!.output).toMatchObject({ json: { for: id } });
  });

  it('are checked when the plan is saved', async () => {
    const plan = planWith(
      { name: 'gate', action: 'acme.open_gate', with: {} },
      { name: 'program', action: 'command', with: { program: '/bin/true' } },
      { name: 'unheard of', action: 'acme.close_gate', with: {} },
    );
    await expect(service.call('POST', '/plans', plan)).rejects.toThrow(/mark: must be a text/);
    await expect(service.call('POST', '/plans', plan)).rejects.toThrow(/is not on the list of programs/);
    await expect(service.call('POST', '/plans', plan)).rejects.toThrow(/acme\.close_gate/);
  });
});
