import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body } from '#api-client/body.js';
import type { IsolatedService } from '../../lab/service/isolated-service.js';
import { drctl } from './drctl.js';

/** Exports a plan and has drctl execute it, all without the service from then on. @returns what the service can take in */
export async function drctlRun(service: IsolatedService, planId: string): Promise<Body<'IngestRequest'>> {
  const folder = await mkdtemp(join(tmpdir(), 'dr-run-'));
  try {
    const [bundle, key, journal] = ['bundle', 'key', 'journal'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(bundle, JSON.stringify(await service.call('POST', `/plans/${planId}/bundle`, { secrets: 'none' })));
    await writeFile(key, JSON.stringify(await service.call('GET', '/bundle-key')));
    const why = ['--type', 'unplanned', '--reason', 'x', '--by', 'ann', '--i-declare-the-service-dead'];
    const ran = await drctl('run', bundle, '--key', key, '--journal', journal, ...why);
    if (ran.code !== 0) throw new Error(`drctl has not executed the plan: ${ran.output}`);
    return JSON.parse((await drctl('status', '--json', '--journal', journal)).output) as Body<'IngestRequest'>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
