import { access, chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Lab } from '../../lab/lab.js';
import { waitUntil } from '../../lab/process/wait-until.js';
import { processesUnder } from './leftovers.js';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-'));
  await chmod(parent, 0o711);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

test.each(['primary', 'secondary'])('a lab that is interrupted once it has a %s leaves nothing', async (part) => {
  const directory = join(parent, 'lab');
  const interrupt = new AbortController();
  const starting = Lab.up({ directory, signal: interrupt.signal });
  await waitUntil(() => access(join(directory, part)).then(() => true), { what: 'it has begun' });
  interrupt.abort(new Error('interrupted'));
  await expect(starting).rejects.toThrow('interrupted');
  await expect(access(directory)).rejects.toThrow('ENOENT');
  expect(processesUnder(parent)).toEqual([]);
});
