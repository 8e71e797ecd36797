import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '#embedded/find-program.js';
import type { Contender, Entry, Ready, Trial } from './contender.js';
import { environmentOf, keyFileText, taskOf } from './task.js';

// From dist/bench/failover back to the sources: scripts and playbooks are not built.
const HERE = join(import.meta.dirname, '..', '..', '..', 'bench', 'failover');

const CLIENTS = ['psql', 'nsupdate', 'dig', 'curl'] as const;

/** A shell script; every command that it starts is one that an operator has at hand. */
export function bashScript(): Entry {
  return programEntry(
    'bash script',
    ['bash', ...CLIENTS],
    'bash',
    [join(HERE, 'bash', 'failover.sh')],
    join(HERE, 'bash'),
  );
}

/** A playbook, run on this machine itself, so that no ssh is paid for. */
export function ansiblePlaybook(): Entry {
  const folder = join(HERE, 'ansible');
  const programs = ['ansible-playbook', 'bash', ...CLIENTS];
  return programEntry('Ansible playbook', programs, 'ansible-playbook', ['failover.yml'], folder);
}

function programEntry(name: string, needs: readonly string[], program: string, args: string[], cwd: string): Entry {
  const missing = needs.filter((needed) => findProgram(needed) === undefined);
  if (missing.length > 0) return { name, missing: `${missing.join(', ')} not installed` };
  return { name, getReady: (trial) => getReady(trial, program, args, cwd) } satisfies Contender;
}

async function getReady(trial: Trial, program: string, args: string[], cwd: string): Promise<Ready> {
  const task = taskOf(trial);
  const keyFile = join(trial.directory, 'dns.key');
  await writeFile(keyFile, keyFileText(task.dns.key), { mode: 0o600 });
  const env = { ...process.env, ...environmentOf(task, trial.type, keyFile) };
  return {
    failOver: async () => {
      const began = performance.now();
      await runToEnd(program, args, cwd, env);
      return performance.now() - began;
    },
    close: () => Promise.resolve(),
  };
}

function runToEnd(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}:\n${output}`));
    });
  });
}
