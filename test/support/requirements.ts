import { describe } from '@jest/globals';
import { accessSync, constants } from 'node:fs';
import { isAbsolute } from 'node:path';
import { findProgram } from '#embedded/find-program.js';

/** Programs that tests need beside Node, each with the names it may have and the Debian package that brings it. */
const PROGRAMS = {
  'redis-server': { names: ['redis-server'], debian: 'redis-server' },
  haproxy: { names: ['haproxy'], debian: 'haproxy' },
  named: { names: ['named'], debian: 'bind9' },
  knotd: { names: ['knotd'], debian: 'knot' },
  sshd: { names: ['sshd'], debian: 'openssh-server' },
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome'], debian: 'chromium' },
  restic: { names: ['restic'], debian: 'restic' },
  // Debian keeps it out of the PATH, because several versions may stand beside each other.
  pg_rewind: { names: ['/usr/lib/postgresql/15/bin/pg_rewind'], debian: 'postgresql-15' },
  // Gives a program a terminal.
  script: { names: ['script'], debian: 'bsdutils' },
  postgres15: { names: ['/usr/lib/postgresql/15/bin/postgres'], debian: 'postgresql-15' },
  patroni: { names: ['patroni'], debian: 'patroni' },
  etcd: { names: ['etcd'], debian: 'etcd-server' },
  prometheus: { names: ['prometheus'], debian: 'prometheus' },
  alertmanager: { names: ['prometheus-alertmanager', 'alertmanager'], debian: 'prometheus-alertmanager' },
  pgbackrest: { names: ['pgbackrest'], debian: 'pgbackrest' },
} as const;

export type Program = keyof typeof PROGRAMS;

/** Where the program is, or undefined when it is not installed. */
function find(program: Program): string | undefined {
  const { names } = PROGRAMS[program];
  return names.find((name) => isAbsolute(name) && isExecutable(name)) ?? findProgram(...names);
}

/**
 * A `describe` that runs only where the program is installed, and is skipped with the reason in its title where not.
 * The title has the form that scripts/lib/report.mjs reads: `npm test` repeats it aloud, CI takes it for a failure.
 */
export function requires(program: Program): { describe: (title: string, tests: () => void) => void; path: string } {
  const path = find(program);
  if (path !== undefined) return { describe: (title, tests) => describe(title, tests), path };
  const reason = `[SKIPPED: ${program} is not installed: apt-get install ${PROGRAMS[program].debian}]`;
  return {
    describe: (title, tests) => describe.skip(`${title} ${reason}`, tests),
    // Read only inside of skipped tests, so never started; as a name it still says what is missing.
    path: program,
  };
}

/** `describeIf('haproxy', 'the load balancer', (path) => { … })`: the same for one block, which is given the path. */
export function describeIf(program: Program, title: string, tests: (path: string) => void): void {
  const required = requires(program);
  required.describe(title, () => tests(required.path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
